using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using Howdah.Pebble.Client;

namespace Howdah.Pebble.Tests.Daemon;

public sealed class RunIntegrationTest
{
    [Fact]
    public async Task The_socket_is_open_to_all_and_the_folder_is_not()
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Equal((UnixFileMode)0x1B6, File.GetUnixFileMode(daemon.Socket));
        Assert.Equal((UnixFileMode)0x1C0, File.GetUnixFileMode(daemon.Folder));
        Assert.Equal("v1.32.1", (await daemon.Client.GetSystemInfoAsync()).Version);
    }

    [Theory]
    [InlineData("TERM", "terminated")]
    [InlineData("INT", "interrupt")]
    [InlineData("QUIT", "quit")]
    public async Task A_signal_ends_it_in_order(string signal, string name)
    {
        await using var daemon = await TestDaemon.StartAsync(layer: "services: {a: {override: replace, command: sleep 1000}}");
        await daemon.CliAsync("start", "a");
        Assert.Equal(0, await daemon.EndAsync(signal));
        Assert.Contains($"Exiting on {name} signal.", daemon.Log, StringComparison.Ordinal);
        Assert.Contains("Service \"a\" stopped", daemon.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_requests_do_not_hold_it_up()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var poll = daemon.SendAsync(HttpMethod.Get, "/v1/notices?timeout=1h");
        var logs = Task.Run(async () =>
        {
            await foreach (var _ in daemon.Client.GetLogsAsync(follow: true))
            {
            }
        });
        Assert.Equal(0, await daemon.EndAsync());
        await Record.ExceptionAsync(() => Task.WhenAll(poll, logs));
    }

    [Fact]
    public async Task Enabled_services_start_unless_held()
    {
        await using var daemon = await TestDaemon.StartAsync("", "services: {a: {override: replace, command: sleep 1000, startup: enabled}, b: {override: replace, command: sleep 1000}}");
        await daemon.StatusBecomesAsync("a", "active");
        Assert.Equal("inactive", await daemon.StatusAsync("b"));
        Assert.Contains("Started default services with change 1.", daemon.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "/nowhere/at/all", "directory \"/nowhere/at/all\" does not exist")]
    [InlineData("run", "relative", "directory \"relative\" must be absolute")]
    [InlineData("run --create-dirs", "/proc/nope", "cannot create directory \"/proc/nope\"")]
    public async Task A_folder_that_cannot_be_used_is_refused(string arguments, string folder, string message)
    {
        var start = new ProcessStartInfo(TestDaemon.Binary, arguments) { UseShellExecute = false, RedirectStandardError = true };
        start.Environment["PEBBLE"] = folder;
        using var process = Process.Start(start)!;
        Assert.Contains("\ncannot run daemon: " + message, await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
    }

    [Fact]
    public async Task A_second_daemon_on_the_same_socket_is_refused()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var (code, _, error) = await daemon.CliAsync("run");
        Assert.Equal(1, code);
        Assert.EndsWith($"\ncannot run daemon: when trying to listen on {daemon.Socket}: socket \"{daemon.Socket}\" already in use\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_is_not_valid_is_refused()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.EndAsync();
        Directory.CreateDirectory(Path.Combine(daemon.Folder, "layers"));
        await File.WriteAllTextAsync(Path.Combine(daemon.Folder, "layers", "001-bad.yaml"), "x");
        var (code, _, error) = await daemon.CliAsync("run");
        Assert.Equal(1, code);
        Assert.Contains("\ncannot run daemon: cannot load plan: cannot parse layer \"bad\": ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_daemon_starts_again_and_remembers()
    {
        await using var daemon = await TestDaemon.StartAsync(layer: "services: {a: {override: replace, command: sleep 1000}}");
        var notice = await daemon.Client.NotifyAsync("example.com/a");
        var (_, started) = await daemon.SendAsync(HttpMethod.Post, "/v1/services", """{"action":"start","services":["a"]}""");
        await daemon.EndAsync("KILL");
        await daemon.LaunchAsync();
        Assert.Equal("example.com/a", (await daemon.Client.GetNoticeAsync(notice)).Key);
        var change = await daemon.GetAsync($"/v1/changes/{started.GetProperty("change").GetString()}");
        Assert.Equal("Error", change.GetProperty("status").GetString());
        Assert.Contains("service already started, not retrying", change.GetProperty("err").GetString(), StringComparison.Ordinal);
        Assert.Equal("inactive", await daemon.StatusAsync("a"));
        var (_, next) = await daemon.SendAsync(HttpMethod.Post, "/v1/services", """{"action":"stop","services":["a"]}""");
        Assert.Equal("2", next.GetProperty("change").GetString());
        await daemon.Client.WaitChangeAsync("2");
    }

    [Fact]
    public async Task A_service_that_outlived_its_daemon_is_ended_before_it_starts_again()
    {
        await using var daemon = await TestDaemon.StartAsync(layer: "services: {a: {override: replace, command: sleep 1000}}");
        await daemon.Client.StartAsync(["a"]);
        await daemon.EndAsync("KILL");
        await daemon.LaunchAsync();
        await daemon.Client.StartAsync(["a"]);
        await TestDaemon.UntilAsync("the log tells of the service's end",
            () => Task.FromResult(daemon.Log.Contains("Service \"a\" was left running by a former daemon, stopping it", StringComparison.Ordinal)), () => daemon.Log);
    }

    [Fact]
    public async Task An_end_is_told_only_once_a_restarted_daemon_would_know_it()
    {
        await using var daemon = await TestDaemon.StartAsync(layer: "services: {a: {override: replace, command: sleep 1000}}");
        // The state is written under this name first, so it cannot be written now.
        var inTheWay = Directory.CreateDirectory(Path.Combine(daemon.Folder, ".pebble.state~"));
        var change = await daemon.Client.BeginServicesAsync("stop", ["a"]);
        var watch = Stopwatch.StartNew();
        Assert.Equal("Done", (await daemon.Client.GetChangeAsync(change)).Status);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1.5), TimeSpan.MaxValue);
        inTheWay.Delete();
    }

    [Fact]
    public async Task Over_TCP_only_open_endpoints_answer()
    {
        var port = TestDaemon.NewPort();
        await using var daemon = await TestDaemon.StartAsync($"--create-dirs --hold --http=127.64.0.1:{port}");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.64.0.1:{port}") };
        var health = JsonDocument.Parse(await http.GetStringAsync("/v1/health")).RootElement;
        Assert.True(health.GetProperty("result").GetProperty("healthy").GetBoolean());
        Assert.Equal($"127.64.0.1:{port}", (await daemon.GetAsync("/v1/system-info")).GetProperty("http-address").GetString());
        using var refused = await http.GetAsync("/v1/services");
        Assert.Equal(401, (int)refused.StatusCode);
        Assert.Contains("\"kind\":\"login-required\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_user_may_read_but_not_change()
    {
        if (!Environment.IsPrivilegedProcess) return;
        await using var daemon = await TestDaemon.StartAsync(layer: "services: {a: {override: replace, command: sleep 1000}}");
        File.SetUnixFileMode(daemon.Folder, (UnixFileMode)0x1ED);
        File.SetUnixFileMode(Path.GetDirectoryName(daemon.Folder)!, (UnixFileMode)0x1ED);
        async Task<string> AsNobodyAsync(string arguments)
        {
            using var curl = Process.Start(new ProcessStartInfo("setpriv",
                $"--reuid 65534 --regid 65534 --clear-groups curl -s --unix-socket {daemon.Socket} {arguments}") { UseShellExecute = false, RedirectStandardOutput = true })!;
            return await curl.StandardOutput.ReadToEndAsync();
        }
        Assert.Contains("\"name\":\"a\"", await AsNobodyAsync("http://x/v1/services"), StringComparison.Ordinal);
        Assert.Contains("\"access denied\"", await AsNobodyAsync("http://x/v1/plan?format=yaml"), StringComparison.Ordinal);
        Assert.Contains("\"access denied\"", await AsNobodyAsync("-d {} http://x/v1/exec"), StringComparison.Ordinal);
        Assert.Contains("\"result\":{\"id\":", await AsNobodyAsync("""-d {"action":"add","type":"custom","key":"a.b/c"} http://x/v1/notices""".Replace("\"", "\\\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("only admins may use", await AsNobodyAsync("http://x/v1/notices?users=all"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_path_may_be_long()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var folder = Directory.CreateDirectory(Path.Combine(daemon.Files, new string('d', 150))).FullName;
        var start = new ProcessStartInfo(TestDaemon.Binary, "run --create-dirs --hold") { UseShellExecute = false, RedirectStandardError = true };
        start.Environment["PEBBLE"] = folder;
        using var process = Process.Start(start)!;
        using var client = new Howdah.Pebble.Client.PebbleClient(Path.Combine(folder, ".pebble.socket"));
        await TestDaemon.UntilAsync("it answers", async () => File.Exists(client.SocketPath) && (await Record.ExceptionAsync(() => client.GetSystemInfoAsync())) is null);
        process.Kill();
        await process.WaitForExitAsync();
    }

    [Fact]
    public async Task Paths_and_methods_that_are_not_there_are_refused()
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Equal("404 invalid API endpoint requested", await daemon.RefusedAsync(HttpMethod.Get, "/v1/nope"));
        Assert.Equal("404 invalid API endpoint requested", await daemon.RefusedAsync(HttpMethod.Get, "/v1/services/"));
        Assert.Equal("404 invalid API endpoint requested", await daemon.RefusedAsync(HttpMethod.Get, "/v1/warnings"));
        Assert.Equal("405 method \"PUT\" not allowed", await daemon.RefusedAsync(HttpMethod.Put, "/v1/plan"));
        Assert.Equal("400 invalid format \"\"", await daemon.RefusedAsync(HttpMethod.Get, "/v1/plan"));
        Assert.Equal("400 not implemented", await daemon.RefusedAsync(HttpMethod.Get, "/v1/services/a"));
        Assert.StartsWith("400 cannot decode data from request body: ", await daemon.RefusedAsync(HttpMethod.Post, "/v1/services", "{"), StringComparison.Ordinal);
        Assert.StartsWith("400 cannot decode request body: ", await daemon.RefusedAsync(HttpMethod.Post, "/v1/layers", "[]"), StringComparison.Ordinal);
    }
}
