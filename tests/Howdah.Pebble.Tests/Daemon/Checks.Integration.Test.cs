using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Howdah.Pebble.Tests.Daemon;

public sealed class ChecksIntegrationTest
{
    private static async Task<JsonElement> CheckAsync(TestDaemon daemon, string name) => (await daemon.GetAsync($"/v1/checks?names={name}"))[0];

    private static Task BecomesAsync(TestDaemon daemon, string name, string status) => TestDaemon.UntilAsync($"{name} is {status}",
        async () => (await CheckAsync(daemon, name)).GetProperty("status").GetString() == status, () => daemon.Log);

    [Fact]
    public async Task Checks_are_up_at_first_and_down_at_their_threshold()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.LayerAsync("""
            checks:
                bad: {override: replace, period: 400ms, threshold: 2, exec: {command: sleep x}}
                good: {override: replace, level: alive, period: 50ms, threshold: 2, exec: {command: echo foo}}
                other: {override: replace, level: ready, period: 50ms, threshold: 2, exec: {command: echo bar}}
            """);
        var (status, health) = await daemon.SendAsync(HttpMethod.Get, "/v1/health");
        Assert.Equal((HttpStatusCode.OK, """{"type":"sync","status-code":200,"status":"OK","result":{"healthy":true}}"""), (status, health.GetRawText()));
        var checks = await daemon.GetAsync("/v1/checks");
        Assert.Equal(["bad", "good", "other"], checks.EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.False(checks[0].TryGetProperty("level", out _));
        await BecomesAsync(daemon, "bad", "down");
        (status, health) = await daemon.SendAsync(HttpMethod.Get, "/v1/health");
        Assert.Equal((HttpStatusCode.BadGateway, """{"type":"sync","status-code":502,"status":"Bad Gateway","result":{"healthy":false}}"""), (status, health.GetRawText()));
        Assert.Equal(HttpStatusCode.OK, (await daemon.SendAsync(HttpMethod.Get, "/v1/health?level=ready")).Status);
        Assert.Equal(HttpStatusCode.OK, (await daemon.SendAsync(HttpMethod.Get, "/v1/health?names=good,other")).Status);
        Assert.Equal("400 level must be \"alive\" or \"ready\"", await daemon.RefusedAsync(HttpMethod.Get, "/v1/health?level=x"));
        Assert.Equal((1, "unhealthy\n"), (await daemon.CliAsync("health")) is var (code, output, _) ? (code, output) : default);
        Assert.Equal("up", (await CheckAsync(daemon, "good")).GetProperty("status").GetString());
        Assert.Equal("good", (await daemon.GetAsync("/v1/checks?level=alive"))[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Failing_and_recovering_are_changes_that_point_to_each_other()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var file = Path.Combine(daemon.Files, "flag");
        await daemon.LayerAsync($"checks: {{c: {{override: replace, period: 50ms, threshold: 2, exec: {{command: \"cat {file}\"}}}}}}");
        await BecomesAsync(daemon, "c", "down");
        var down = await CheckAsync(daemon, "c");
        Assert.Equal(("2", "1"), (down.GetProperty("change-id").GetString(), down.GetProperty("prev-change-id").GetString()));
        var failed = await daemon.GetAsync("/v1/changes/1");
        Assert.Equal(("perform-check", "Error"), (failed.GetProperty("kind").GetString(), failed.GetProperty("status").GetString()));
        Assert.Contains($"exit status 1; cat: {file}: No such file or directory", failed.GetProperty("err").GetString(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "");
        await BecomesAsync(daemon, "c", "up");
        var recovered = await daemon.GetAsync("/v1/changes/2");
        Assert.Equal(("recover-check", "Done", "Recover exec check \"c\""),
            (recovered.GetProperty("kind").GetString(), recovered.GetProperty("status").GetString(), recovered.GetProperty("summary").GetString()));
        var notice = (await daemon.GetAsync("/v1/notices?types=change-update&keys=1"))[0].GetProperty("last-data");
        Assert.Equal(("perform-check", "c"), (notice.GetProperty("kind").GetString(), notice.GetProperty("check-name").GetString()));
    }

    [Fact]
    public async Task Http_and_tcp_checks_tell_what_is_wrong()
    {
        using var listener = new TcpListener(IPAddress.Parse("127.64.0.2"), 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.LayerAsync($$$$"""
            checks:
                http: {override: replace, period: 1h, http: {url: "http://127.64.0.2:{{{{port}}}}/x", headers: {X-Test: "yes"}}}
                refused: {override: replace, period: 1h, http: {url: "http://127.64.0.2:1/"}}
                tcp: {override: replace, period: 1h, tcp: {host: 127.64.0.2, port: 1}}
                slow: {override: replace, period: 1h, timeout: 100ms, exec: {command: sleep 10}}
            """);
        async Task<string?> RefreshAsync(string name) =>
            (await daemon.SendAsync(HttpMethod.Post, "/v1/checks/refresh", $$"""{"name":"{{name}}"}""")).Body.GetProperty("result").TryGetProperty("error", out var error) ? error.GetString() : null;
        async Task<string> ServeAsync(string answer)
        {
            using var client = await listener.AcceptTcpClientAsync();
            var buffer = new byte[4096];
            var request = System.Text.Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer));
            await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}"));
            return request;
        }
        var serving = ServeAsync("503 Oh\r\nContent-Length: 15\r\n\r\n1\n2\n3\n4\n5\n6\n7\n8");
        Assert.Equal("non-2xx status code 503; 1\n2\n3\n4\n5\n(...)", await RefreshAsync("http"));
        Assert.Contains("X-Test: yes", await serving, StringComparison.Ordinal);
        serving = ServeAsync("204 No Content\r\n\r\n");
        Assert.Null(await RefreshAsync("http"));
        await serving;
        Assert.Equal("Get \"http://127.64.0.2:1/\": dial tcp 127.64.0.2:1: connect: connection refused", await RefreshAsync("refused"));
        Assert.Equal("dial tcp 127.64.0.2:1: connect: connection refused", await RefreshAsync("tcp"));
        Assert.Equal("check timed out after 100ms", await RefreshAsync("slow"));
        Assert.Equal("404 cannot find check with name \"x\"", await daemon.RefusedAsync(HttpMethod.Post, "/v1/checks/refresh", """{"name":"x"}"""));
    }

    [Fact]
    public async Task Checks_are_started_and_stopped()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.LayerAsync("checks: {a: {override: replace, exec: {command: 'true'}}, b: {override: replace, startup: disabled, exec: {command: 'true'}}}");
        Assert.Equal(["up", "inactive"], (await daemon.GetAsync("/v1/checks")).EnumerateArray().Select(c => c.GetProperty("status").GetString()));
        Assert.Equal((0, "Checks stopped: a\n", ""), await daemon.CliAsync("stop-checks", "a", "b"));
        Assert.Equal((0, "Checks already stopped.\n", ""), await daemon.CliAsync("stop-checks", "a"));
        Assert.Equal("Done", (await daemon.GetAsync("/v1/changes/1/wait")).GetProperty("status").GetString());
        Assert.Equal((0, "Checks started: a, b\n", ""), await daemon.CliAsync("start-checks", "b", "a"));
        Assert.Equal("400 cannot start checks: cannot find checks in plan: x, y", await daemon.RefusedAsync(HttpMethod.Post, "/v1/checks", """{"action":"start","checks":["y","a","x"]}"""));
        Assert.Equal("400 must specify checks for start action", await daemon.RefusedAsync(HttpMethod.Post, "/v1/checks", """{"action":"start"}"""));
    }

    [Fact]
    public async Task A_check_that_did_not_change_goes_on_undisturbed()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.LayerAsync("checks: {a: {override: replace, exec: {command: 'true'}}, b: {override: replace, exec: {command: 'true'}}}");
        await daemon.LayerAsync("checks: {b: {override: merge, period: 1s}}");
        Assert.Equal(("1", "3"), ((await CheckAsync(daemon, "a")).GetProperty("change-id").GetString(), (await CheckAsync(daemon, "b")).GetProperty("change-id").GetString()));
    }
}
