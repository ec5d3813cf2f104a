namespace Howdah.Pebble.Tests.Daemon;

public sealed class WarningsIntegrationTest
{
    // Nothing records warnings nowadays, but a state file of a former version may hold some.
    private const string State = """
        {"data":{"patch-level":2},"last-notice-id":2,"notices":[
        {"id":"1","user-id":null,"type":"warning","key":"disk is\nnearly full","first-occurred":"2026-01-02T03:04:05Z","last-occurred":"2026-01-02T03:04:05.5Z",
         "last-repeated":"2026-01-02T03:04:05.5Z","occurrences":2,"repeat-after":"24h0m0s","expire-after":"672h0m0s"},
        {"id":"2","user-id":null,"type":"warning","key":"old","first-occurred":"2026-01-01T03:04:05Z","last-occurred":"2026-01-01T03:04:05Z",
         "last-repeated":"2026-01-01T03:04:05Z","occurrences":1,"expire-after":"672h0m0s"}]}
        """;

    [Fact]
    public async Task Warnings_are_told_with_every_answer_until_they_are_listed_and_shown_until_they_are_okayed()
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Equal((0, "", "No warnings.\n"), await daemon.CliAsync("warnings"));
        Assert.Equal((1, "", "error: no warnings have been listed; try 'pebble warnings'\n"),
            await daemon.CliAsync("okay", "--warnings"));
        await daemon.EndAsync();
        await File.WriteAllTextAsync(Path.Combine(daemon.Folder, ".pebble.state"), State);
        await daemon.LaunchAsync();
        var (_, answer) = await daemon.SendAsync(HttpMethod.Get, "/v1/health");
        Assert.Equal("""{"type":"sync","status-code":200,"status":"OK","result":{"healthy":true},"latest-warning":"2026-01-02T03:04:05.5Z"}""", answer.GetRawText());
        Assert.False((await daemon.SendAsync(HttpMethod.Get, "/v1/nope")).Body.TryGetProperty("latest-warning", out _));
        Assert.Equal((0, "{}\n", "WARNING: There are new warnings. See 'pebble warnings'.\n"), await daemon.CliAsync("plan"));
        var (code, text, error) = await daemon.CliAsync("warnings", "--abs-time");
        Assert.Matches(@"^last-occurrence:  2026-01-0\d\S+\nwarning: \|\n  old\n---\nlast-occurrence:  \S+\nwarning: \|\n  disk is\n  nearly full\n$", text);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal((0, "{}\n", ""), await daemon.CliAsync("plan"));
        Assert.Contains("repeats-after:  24h0m0s\n", (await daemon.CliAsync("warnings", "--verbose")).Output,
            StringComparison.Ordinal);
        Assert.Equal((0, "", ""), await daemon.CliAsync("okay", "--warnings"));
        Assert.Equal((0, "", "No further warnings.\n"), await daemon.CliAsync("warnings"));
        Assert.Equal((0, "{\"warnings\":[]}\n", ""), await daemon.CliAsync("warnings", "--format", "json"));
        Assert.NotEqual("", (await daemon.CliAsync("warnings", "--all")).Output);
    }

    [Fact]
    public async Task The_command_line_asks_over_TCP_when_told_so()
    {
        var address = $"127.64.0.5:{TestDaemon.NewPort()}";
        await using var daemon = await TestDaemon.StartAsync($"--create-dirs --hold --http={address}");
        Assert.Equal((0, "healthy\n", ""), await daemon.CliWithAsync("PEBBLE_BASEURL", $"http://{address}/", "health"));
        Assert.Equal(1, (await daemon.CliWithAsync("PEBBLE_BASEURL", $"http://{address}", "services")).Code);
        Assert.Equal((1, "", "error: cannot use PEBBLE_BASEURL \"nonsense\": it must look like \"http://192.0.2.1:4000\"\n"),
            await daemon.CliWithAsync("PEBBLE_BASEURL", "nonsense", "health"));
    }
}
