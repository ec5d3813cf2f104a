using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Howdah.Pebble.Client;

namespace Howdah.Pebble.Tests.Daemon;

/// <summary>A real daemon in a folder of its own, stopped and removed at the end.</summary>
internal sealed class TestDaemon : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static int _port = Random.Shared.Next(20000, 30000);
    private readonly string _root = Directory.CreateTempSubdirectory("pebble-").FullName;
    private readonly StringBuilder _log = new();
    private readonly HttpClient _http;

    private TestDaemon()
    {
        Folder = Path.Combine(_root, "default");
        Client = new PebbleClient(Socket);
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        { BaseAddress = new Uri("http://localhost"), Timeout = _patience };
    }

    /// <summary>The binary under test: PEBBLE_BINARY (a native one, say), or the one that was built with the tests.</summary>
    public static string Binary { get; } = Environment.GetEnvironmentVariable("PEBBLE_BINARY") is { Length: > 0 } path ? path : Path.Combine(AppContext.BaseDirectory, "pebble");

    public string Folder { get; }

    public string Socket => Path.Combine(Folder, ".pebble.socket");

    /// <summary>A folder for the test's own files.</summary>
    public string Files => Directory.CreateDirectory(Path.Combine(_root, "files")).FullName;

    public PebbleClient Client { get; }

    public Process Process { get; private set; } = null!;

    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    /// <summary>A port that no other test of this process uses.</summary>
    public static int NewPort() => Interlocked.Increment(ref _port);

    public static async Task<TestDaemon> StartAsync(string arguments = "--create-dirs --hold", string? layer = null)
    {
        var daemon = new TestDaemon();
        if (layer is not null)
        {
            Directory.CreateDirectory(Path.Combine(daemon.Folder, "layers"));
            await File.WriteAllTextAsync(Path.Combine(daemon.Folder, "layers", "001-base.yaml"), layer);
        }
        await daemon.LaunchAsync(arguments);
        return daemon;
    }

    /// <summary>Starts the daemon (again) and waits until it answers.</summary>
    public async Task LaunchAsync(string arguments = "--hold")
    {
        Process = Spawn("run " + arguments);
        Process.ErrorDataReceived += (_, line) =>
        {
            lock (_log) _log.AppendLine(line.Data);
        };
        Process.BeginErrorReadLine();
        Process.BeginOutputReadLine();
        await UntilAsync("the daemon answers", async () =>
        {
            if (Process.HasExited) Assert.Fail($"the daemon ended with {Process.ExitCode}: {Log}");
            if (!File.Exists(Socket)) return false;
            try
            {
                await Client.GetSystemInfoAsync();
                return true;
            }
            catch (PebbleException)
            {
                return false;
            }
        });
    }

    public Task LayerAsync(string yaml) => Client.AddLayerAsync("test", yaml, combine: true);

    /// <summary>Sends a request and answers status code and body.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body) };
        if (request.Content is { } content) content.Headers.ContentType = new("application/json");
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    public async Task<JsonElement> GetAsync(string path) => (await SendAsync(HttpMethod.Get, path)).Body.GetProperty("result");

    /// <summary>The message of a request that is refused.</summary>
    public async Task<string> RefusedAsync(HttpMethod method, string path, string? body = null)
    {
        var (status, answer) = await SendAsync(method, path, body);
        return $"{(int)status} {answer.GetProperty("result").GetProperty("message").GetString()}";
    }

    /// <summary>Runs the command line against this daemon.</summary>
    public Task<(int Code, string Output, string Error)> CliAsync(params string[] arguments) => ToEndAsync(Spawn(null, arguments));

    /// <summary>The same, with a variable of the environment.</summary>
    public Task<(int Code, string Output, string Error)> CliWithAsync(string variable, string value, params string[] arguments) =>
        ToEndAsync(Spawn(null, arguments, (variable, value)));

    private static async Task<(int Code, string Output, string Error)> ToEndAsync(Process started)
    {
        using var process = started;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(_patience);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }

    public async Task<string> StatusAsync(string service) => (await Client.GetServicesAsync([service]))[0].Current!;

    public Task StatusBecomesAsync(string service, string status) =>
        UntilAsync($"{service} is {status}", async () => string.Equals(await StatusAsync(service), status, StringComparison.Ordinal), () => Log);

    /// <summary>Waits for a condition; the failure says which, and what there was instead.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> condition, Func<string>? instead = null)
    {
        var deadline = Stopwatch.StartNew();
        while (!await condition())
        {
            if (deadline.Elapsed > _patience) Assert.Fail($"it did not happen that {what}: {instead?.Invoke()}");
            await Task.Delay(10);
        }
    }

    /// <summary>Ends the daemon by a signal and answers its exit code.</summary>
    public async Task<int> EndAsync(string signal = "TERM")
    {
        using (var kill = Process.Start("kill", [$"-{signal}", $"{Process.Id}"])) await kill.WaitForExitAsync();
        using var limit = new CancellationTokenSource(_patience);
        await Process.WaitForExitAsync(limit.Token);
        return Process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited) await EndAsync();
        Process.Dispose();
        Client.Dispose();
        _http.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private Process Spawn(string? line, string[]? arguments = null, (string Name, string Value)? variable = null)
    {
        var start = line is null ? new ProcessStartInfo(Binary, arguments!) : new ProcessStartInfo(Binary, line);
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        start.Environment["PEBBLE"] = Folder;
        start.Environment["XDG_CONFIG_HOME"] = Path.Combine(_root, "config");
        start.Environment.Remove("PEBBLE_SOCKET");
        if (variable is var (name, value)) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
