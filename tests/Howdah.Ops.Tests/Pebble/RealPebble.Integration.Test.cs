using System.Text;
using Howdah.Ops.Testing;
using Howdah.Pebble.Client;

namespace Howdah.Ops.Tests.Pebble;

public sealed class RealPebbleTests(RealPebbleFixture fixture) : PebbleCompliance, IClassFixture<RealPebbleFixture>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pebble-files-").FullName;

    protected override IPebble Pebble => fixture.Pebble.Client;

    protected override string Folder => folder;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Nobody_at_the_socket_is_a_connection_error()
    {
        using var nobody = new PebbleClient($"{folder}/.pebble.socket");

        await Assert.ThrowsAsync<PebbleConnectionException>(() => nobody.GetSystemInfoAsync());
    }

    [Fact]
    public async Task A_socket_with_a_path_longer_than_the_kernel_allows_is_reached()
    {
        var deep = Directory.CreateDirectory($"{folder}/{new string('d', 60)}/{new string('e', 60)}").FullName;
        File.CreateSymbolicLink($"{deep}/socket", fixture.Pebble.SocketPath);
        using var client = new PebbleClient($"{deep}/socket");

        Assert.NotEmpty((await client.GetSystemInfoAsync()).Version);
    }

    [Fact]
    public async Task A_command_whose_daemon_dies_is_a_connection_error()
    {
        await using var daemon = await RealPebble.StartAsync(RealPebbleFixture.Binary);
        await using var process = await daemon.Client.ExecAsync(new ExecRequest("sh", "-c", "while kill -0 $PPID; do sleep 0.1; done"));
        var output = process.WaitOutputAsync();

        await daemon.KillAsync();

        await Assert.ThrowsAsync<PebbleConnectionException>(() => output);
    }

    [Fact]
    public async Task A_service_that_ends_at_once_fails_with_what_it_printed()
    {
        await Pebble.AddLayerAsync(
            "quick", "services: {quick: {override: replace, command: sh -c 'echo no such port; exit 3', on-failure: ignore}}");

        var failed = await Assert.ThrowsAsync<PebbleChangeException>(() => Pebble.StartAsync(["quick"]));

        Assert.Contains("exited quickly with code 3", failed.Error, StringComparison.Ordinal);
        Assert.Contains("no such port", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_streams_both_ways_line_by_line()
    {
        await using var process = await Pebble.ExecAsync(new ExecRequest("cat"));
        using var reader = new StreamReader(process.Stdout);
        foreach (var line in new[] { "one", "two", "three" })
        {
            await process.Stdin.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
            Assert.Equal(line, await reader.ReadLineAsync());
        }

        await process.Stdin.DisposeAsync();
        Assert.Null(await reader.ReadLineAsync());
        Assert.Equal(0, await process.WaitAsync());
    }

    [Fact]
    public async Task A_command_carries_many_bytes_without_losing_one()
    {
        var content = new byte[5_000_000];
        new Random(1).NextBytes(content);
        await using var process = await Pebble.ExecAsync(new ExecRequest("cat"));
        var writing = WriteAsync();
        using var copy = new MemoryStream();
        await process.Stdout.CopyToAsync(copy);
        await writing;

        Assert.Equal(content, copy.ToArray());

        async Task WriteAsync()
        {
            await process.Stdin.WriteAsync(content);
            await process.Stdin.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_command_gets_signals_and_the_exit_code_tells()
    {
        await using var process = await Pebble.ExecAsync(new ExecRequest("sleep", "1000"));
        await process.SendSignalAsync("SIGTERM");

        Assert.Equal(128 + 15, await process.WaitAsync().WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_command_that_is_let_go_is_killed()
    {
        var marker = $"{folder}/pid";
        var process = await Pebble.ExecAsync(new ExecRequest("sh", "-c", $"echo $$ > {marker}; exec sleep 1000"));
        await UntilAsync(() => File.Exists(marker) && File.ReadAllText(marker).EndsWith('\n'));
        var pid = File.ReadAllText(marker).Trim();

        await process.DisposeAsync();

        await UntilAsync(() => !Directory.Exists($"/proc/{pid}"));
    }

    [Fact]
    public async Task A_command_on_a_terminal_sees_its_size_and_changes_of_it()
    {
        const string Script =
            "stty size; while [ \"$(stty size)\" = '40 100' ]; do sleep 0.01; done; stty size; read line; echo got $line";
        var request = new ExecRequest("sh", "-c", Script) { Terminal = true, Interactive = true, Width = 100, Height = 40 };
        await using var process = await Pebble.ExecAsync(request);
        using var reader = new StreamReader(process.Stdout);
        Assert.Equal("40 100", await reader.ReadLineAsync());

        await process.ResizeAsync(120, 50);
        Assert.Equal("50 120", await reader.ReadLineAsync());
        await process.Stdin.WriteAsync("go\n"u8.ToArray());

        Assert.Contains("got go", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await process.WaitAsync());
    }

    [Fact]
    public async Task A_command_runs_in_its_folder_with_its_variables_and_its_time_is_limited()
    {
        var request = new ExecRequest("sh", "-c", "pwd; echo $ONE.$TWO.$THREE")
        {
            WorkingDirectory = folder,
            Environment = new Dictionary<string, string> { ["ONE"] = "1", ["TWO"] = "2" },
        };
        Assert.Equal($"{folder}\n1.2.\n", (await Pebble.RunAsync(request)).Stdout);

        var late = await Assert.ThrowsAsync<PebbleChangeException>(
            () => Pebble.RunAsync(new ExecRequest("sleep", "10") { Timeout = TimeSpan.FromMilliseconds(100) }));
        Assert.Contains("timed out", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Joined_streams_come_as_one()
    {
        var output = await Pebble.RunAsync(new ExecRequest("sh", "-c", "echo OUT; echo ERR >&2") { SplitStderr = false });

        Assert.Equal(("OUT\nERR\n", ""), (output.Stdout, output.Stderr));
    }

    [Fact]
    public async Task What_a_service_prints_is_followed()
    {
        await Pebble.AddLayerAsync(
            "talker", "services: {talker: {override: replace, command: \"sh -c 'for i in 1 2 3; do echo line $i; sleep 0.05; done; exec sleep 1000'\"}}");
        var starting = Pebble.StartAsync(["talker"]);
        var lines = new List<string>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await foreach (var entry in Pebble.GetLogsAsync(["talker"], lines: -1, follow: true, limit.Token))
        {
            lines.Add(entry.Message);
            if (lines.Count == 3)
            {
                break;
            }
        }

        await starting;
        await Pebble.StopAsync(["talker"]);
        Assert.Equal(["line 1", "line 2", "line 3"], lines);
    }

    [Fact]
    public async Task Waiting_longer_than_allowed_is_a_timeout()
    {
        await Pebble.AddLayerAsync("slow", "services: {slow: {override: replace, command: sleep 1000}}");
        var change = await Pebble.BeginServicesAsync("start", ["slow"]);

        await Assert.ThrowsAsync<PebbleTimeoutException>(() => Pebble.WaitChangeAsync(change, TimeSpan.FromMilliseconds(50)));
        await Pebble.EnsureChangeAsync(change);
        await Pebble.StopAsync(["slow"]);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var deadline = DateTime.UtcNow.AddSeconds(10);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "the condition did not come true within 10 s");
            await Task.Delay(5);
        }
    }
}
