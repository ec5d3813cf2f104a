using System.Diagnostics;
using System.Globalization;
using Howdah.Pebble.Client;

namespace Howdah.Pebble.Tests.Daemon;

public sealed class ServicesIntegrationTest
{
    private static int ParentOf(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static bool IsAlive(string pid) => File.Exists($"/proc/{pid.Trim()}/stat") && !File.ReadAllText($"/proc/{pid.Trim()}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static async Task<string> ContentAsync(string path)
    {
        await TestDaemon.UntilAsync($"{path} has content", () => Task.FromResult(File.Exists(path) && new FileInfo(path).Length > 0));
        return await File.ReadAllTextAsync(path);
    }

    [Fact]
    public async Task A_service_starts_and_stops()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.LayerAsync("services: {a: {override: replace, command: sleep 1000}}");
        await daemon.Client.StartAsync(["a"]);
        Assert.Equal("active", await daemon.StatusAsync("a"));
        await daemon.Client.StopAsync(["a"]);
        Assert.Equal("inactive", await daemon.StatusAsync("a"));
    }

    [Fact]
    public async Task One_that_exits_quickly_fails_its_change_and_shows_its_last_output()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.LayerAsync("services: {a: {override: replace, command: sh -c 'echo no luck; exit 3', on-failure: ignore}}");
        var failure = await Assert.ThrowsAsync<PebbleChangeException>(() => daemon.Client.StartAsync(["a"]));
        Assert.Equal("cannot perform the following tasks:\n- Start service \"a\" (service start attempt: exited quickly with code 3, will ignore)", failure.Error);
        Assert.EndsWith("INFO Most recent service output:\n    no luck", failure.Change.Tasks[0].Log[0], StringComparison.Ordinal);
        Assert.Equal("error", await daemon.StatusAsync("a"));
    }

    [Theory]
    [InlineData("/no/such/program", "cannot start service: fork/exec /no/such/program: no such file or directory")]
    [InlineData("nosuchprogram", "cannot start service: exec: \"nosuchprogram\": executable file not found in $PATH")]
    public async Task One_that_cannot_start_says_why(string command, string message)
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.LayerAsync($"services: {{a: {{override: replace, command: {command}}}}}");
        var failure = await Assert.ThrowsAsync<PebbleChangeException>(() => daemon.Client.StartAsync(["a"]));
        Assert.Contains(message, failure.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_is_followed_by_a_restart_after_a_growing_wait()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.LayerAsync("services: {a: {override: replace, command: sleep 1000, backoff-delay: 100ms}}");
        await daemon.Client.StartAsync(["a"]);
        await daemon.Client.SendSignalAsync("SIGKILL", ["a"]);
        await TestDaemon.UntilAsync("it restarts", () => Task.FromResult(daemon.Log.Contains("waiting ~100ms before restart (backoff 1)", StringComparison.Ordinal)), () => daemon.Log);
        await daemon.StatusBecomesAsync("a", "active");
        await daemon.Client.SendSignalAsync("SIGKILL", ["a"]);
        await TestDaemon.UntilAsync("it waits longer", () => Task.FromResult(daemon.Log.Contains("waiting ~200ms before restart (backoff 2)", StringComparison.Ordinal)), () => daemon.Log);
        Assert.Contains("Service \"a\" stopped unexpectedly with code 137", daemon.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_signals_the_whole_group_and_waits_for_all_of_it()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var file = Path.Combine(daemon.Files, "child");
        await daemon.LayerAsync($"services: {{a: {{override: replace, kill-delay: 500ms, command: \"sh -c 'sh -c \\\"trap : TERM; echo \\\\$\\\\$ > {file}; while :; do sleep 0.1; done\\\" & exec sleep 1000'\"}}}}");
        await daemon.Client.StartAsync(["a"]);
        var stubborn = await ContentAsync(file);
        Assert.True(IsAlive(stubborn));
        await daemon.Client.StopAsync(["a"]);
        Assert.False(IsAlive(stubborn));
    }

    [Fact]
    public async Task One_that_ignores_SIGTERM_is_killed_after_its_delay()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.LayerAsync("services: {a: {override: replace, kill-delay: 300ms, command: \"sh -c 'trap : TERM; while :; do sleep 0.05; done'\"}}");
        await daemon.Client.StartAsync(["a"]);
        var watch = Stopwatch.StartNew();
        await daemon.Client.StopAsync(["a"]);
        Assert.InRange(watch.ElapsedMilliseconds, 280, 30_000);
        Assert.Equal("inactive", await daemon.StatusAsync("a"));
    }

    [Fact]
    public async Task Orphans_are_adopted_and_reaped()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var file = Path.Combine(daemon.Files, "orphan");
        await daemon.LayerAsync($"services: {{a: {{override: replace, command: \"sh -c '(setsid sh -c \\\"echo \\\\$\\\\$ > {file}; sleep 1.5\\\" &); exec sleep 1000'\"}}}}");
        await daemon.Client.StartAsync(["a"]);
        var orphan = int.Parse(await ContentAsync(file), CultureInfo.InvariantCulture);
        Assert.Equal(daemon.Process.Id, ParentOf(orphan));
        await TestDaemon.UntilAsync("it is gone, not a zombie", () => Task.FromResult(!Directory.Exists($"/proc/{orphan}")));
    }

    [Fact]
    public async Task Many_children_leave_no_zombies()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var output = await daemon.Client.RunAsync(new ExecRequest("sh", "-c", "for i in $(seq 100); do (sleep 0.0$i &) ; done; echo ok"));
        Assert.Equal("ok\n", output.Stdout);
        await TestDaemon.UntilAsync("no child is left", () => Task.FromResult(Directory.GetDirectories("/proc").Select(Path.GetFileName)
            .Where(n => int.TryParse(n, CultureInfo.InvariantCulture, out _)).All(n => !File.Exists($"/proc/{n}/stat") || SafeParent(n!) != daemon.Process.Id)));
        static int SafeParent(string pid)
        {
            try
            {
                return ParentOf(int.Parse(pid, CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                return 0;
            }
        }
    }

    [Fact]
    public async Task Replanning_touches_what_changed_only()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.LayerAsync("services: {a: {override: replace, command: sleep 1000, startup: enabled}, b: {override: replace, command: sleep 1000, startup: enabled}}");
        await daemon.Client.ReplanAsync();
        var before = await daemon.Client.GetServicesAsync();
        await daemon.LayerAsync("services: {b: {override: merge, environment: {X: y}}, c: {override: replace, command: sleep 1000, startup: enabled}}");
        await daemon.Client.ReplanAsync();
        var after = await daemon.Client.GetServicesAsync();
        Assert.Equal(before[0].CurrentSince, after[0].CurrentSince);
        Assert.NotEqual(before[1].CurrentSince, after[1].CurrentSince);
        Assert.Equal(["active", "active", "active"], after.Select(s => s.Current));
    }

    [Fact]
    public async Task Requirements_start_and_stop_along_in_order()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.LayerAsync("services: {app: {override: replace, command: sleep 1000, requires: [db], after: [db]}, db: {override: replace, command: sleep 1000}}");
        await daemon.Client.StartAsync(["app"]);
        Assert.True(daemon.Log.IndexOf("Service \"db\" starting", StringComparison.Ordinal) < daemon.Log.IndexOf("Service \"app\" starting", StringComparison.Ordinal));
        await daemon.Client.StopAsync(["db"]);
        Assert.True(daemon.Log.IndexOf("Service \"app\" stopped", StringComparison.Ordinal) < daemon.Log.IndexOf("Service \"db\" stopped", StringComparison.Ordinal));
        Assert.Equal(["inactive", "inactive"], (await daemon.Client.GetServicesAsync()).Select(s => s.Current));
    }

    [Fact]
    public async Task A_failing_check_restarts_its_service()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var file = Path.Combine(daemon.Files, "healthy");
        await File.WriteAllTextAsync(file, "");
        await daemon.LayerAsync("services: {a: {override: replace, command: sleep 1000, backoff-delay: 50ms, on-check-failure: {c: restart}}}\n"
            + $"checks: {{c: {{override: replace, period: 100ms, threshold: 2, exec: {{command: test -f {file}}}}}}}");
        await daemon.Client.StartAsync(["a"]);
        var since = (await daemon.Client.GetServicesAsync())[0].CurrentSince;
        File.Delete(file);
        await TestDaemon.UntilAsync("it restarts", () => Task.FromResult(daemon.Log.Contains("on-check-failure action is \"restart\", waiting ~50ms", StringComparison.Ordinal)), () => daemon.Log);
        await daemon.StatusBecomesAsync("a", "active");
        Assert.NotEqual(since, (await daemon.Client.GetServicesAsync())[0].CurrentSince);
    }

    [Theory]
    [InlineData("on-failure: shutdown, command: \"sh -c 'sleep 1.2; exit 1'\"", 10)]
    [InlineData("on-success: shutdown, command: sleep 1.2", 0)]
    [InlineData("on-success: failure-shutdown, command: sleep 1.2", 10)]
    [InlineData("on-failure: success-shutdown, command: \"sh -c 'sleep 1.2; exit 1'\"", 0)]
    public async Task The_end_of_a_service_may_end_the_daemon(string service, int code)
    {
        await using var daemon = await TestDaemon.StartAsync("", $"services: {{a: {{override: replace, startup: enabled, {service}}}}}");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await daemon.Process.WaitForExitAsync(limit.Token);
        Assert.Equal(code, daemon.Process.ExitCode);
    }

    [Fact]
    public async Task A_failed_check_may_end_the_daemon()
    {
        await using var daemon = await TestDaemon.StartAsync("", """
            services: {a: {override: replace, startup: enabled, command: sleep 1000, on-check-failure: {c: shutdown}}}
            checks: {c: {override: replace, startup: enabled, period: 4s, threshold: 1, exec: {command: 'false'}}}
            """);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await daemon.Process.WaitForExitAsync(limit.Token);
        Assert.Equal(11, daemon.Process.ExitCode);
    }

    [Fact]
    public async Task An_aborted_start_kills_the_process()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.LayerAsync("services: {a: {override: replace, command: sleep 1000}}");
        var change = await daemon.Client.BeginServicesAsync("start", ["a"]);
        await daemon.StatusBecomesAsync("a", "active");
        await daemon.Client.AbortChangeAsync(change);
        var ended = await daemon.Client.WaitChangeAsync(change);
        Assert.Contains("start aborted, sent SIGKILL to process", ended.Err, StringComparison.Ordinal);
        await daemon.StatusBecomesAsync("a", "inactive");
    }

    [Theory]
    [InlineData("""{"action":"start"}""", "400 must specify services for start action")]
    [InlineData("""{"action":"nope","services":["a"]}""", "400 invalid action \"nope\"")]
    [InlineData("""{"action":"replan","services":["a"]}""", "400 replan accepts no service names")]
    [InlineData("""{"action":"autostart"}""", "400 no default services")]
    [InlineData("""{"action":"start","services":["x"]}""", "400 cannot start services: service \"x\" does not exist")]
    public async Task Requests_that_make_no_sense_are_refused(string body, string message)
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Equal(message, await daemon.RefusedAsync(HttpMethod.Post, "/v1/services", body));
    }

    [Fact]
    public async Task Signals_go_to_running_services_by_name()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var file = Path.Combine(daemon.Files, "hup");
        await daemon.LayerAsync($"services: {{a: {{override: replace, command: \"sh -c 'trap \\\"echo got > {file}\\\" HUP; while :; do sleep 0.05; done'\"}}}}");
        await daemon.Client.StartAsync(["a"]);
        Assert.Equal((0, "", ""), await daemon.CliAsync("signal", "HUP", "a"));
        Assert.Equal("got\n", await ContentAsync(file));
        Assert.Equal("500 cannot send signal to \"a\": invalid signal name \"HUP\"; cannot send signal to \"b\": invalid signal name \"HUP\"",
            await daemon.RefusedAsync(HttpMethod.Post, "/v1/signals", """{"signal":"HUP","services":["b","a"]}"""));
        Assert.Equal("500 cannot send signal to \"b\": service is not running", await daemon.RefusedAsync(HttpMethod.Post, "/v1/signals", """{"signal":"SIGHUP","services":["b"]}"""));
    }
}
