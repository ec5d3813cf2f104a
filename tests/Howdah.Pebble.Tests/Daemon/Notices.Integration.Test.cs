using Howdah.Pebble.Client;

namespace Howdah.Pebble.Tests.Daemon;

public sealed class NoticesIntegrationTest
{
    [Fact]
    public async Task A_long_poll_ends_with_the_notice()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var waiting = daemon.Client.GetNoticesAsync(new NoticeFilter { Types = ["custom"], Wait = TimeSpan.FromHours(1) });
        await Task.WhenAny(waiting, Task.Delay(200));
        Assert.False(waiting.IsCompleted);
        Assert.Equal((0, "Recorded notice 1\n", ""), await daemon.CliAsync("notify", "howdah.dev/patroni/on-role-change", "role=primary", "x=a=b"));
        var notice = Assert.Single(await waiting.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(("primary", "a=b"), (notice.LastData["role"], notice.LastData["x"]));
        Assert.Empty(await daemon.Client.GetNoticesAsync(new NoticeFilter { After = notice.Cursor, Types = ["custom"], Wait = TimeSpan.FromMilliseconds(100) }));
    }

    [Fact]
    public async Task Filters_select_by_type_and_key()
    {
        await using var daemon = await TestDaemon.StartAsync();
        foreach (var key in (string[])["a.b/x", "a.b/y", "a.b/x"]) await daemon.Client.NotifyAsync(key);
        Assert.Equal(["a.b/y", "a.b/x"], (await daemon.Client.GetNoticesAsync()).Select(n => n.Key));
        Assert.Equal("a.b/y", Assert.Single(await daemon.Client.GetNoticesAsync(new NoticeFilter { Keys = ["a.b/y"] })).Key);
        Assert.Empty(await daemon.Client.GetNoticesAsync(new NoticeFilter { Types = ["nonsense"] }));
        Assert.Equal(2, (await daemon.GetAsync("/v1/notices?types=nonsense,custom")).GetArrayLength());
    }

    [Theory]
    [InlineData("GET", "?users=x", "", "400 invalid \"users\" filter: must be \"all\"")]
    [InlineData("GET", "?users=all&user-id=1", "", "400 cannot use both \"users\" and \"user-id\" parameters")]
    [InlineData("GET", "?after=x", "", "400 invalid \"after\" timestamp")]
    [InlineData("GET", "?timeout=x", "", "400 invalid timeout")]
    [InlineData("GET", "/9", "", "404 cannot find notice with ID \"9\"")]
    [InlineData("POST", "", """{"action":"x"}""", "400 invalid action \"x\"")]
    [InlineData("POST", "", """{"action":"add","type":"warning"}""", "400 invalid type \"warning\" (can only add \"custom\" notices)")]
    [InlineData("POST", "", """{"action":"add","type":"custom","key":"x"}""", "400 invalid key \"x\" (must be in \"example.com/path\" format)")]
    [InlineData("POST", "", """{"action":"add","type":"custom","key":"a.b/c","repeat-after":"x"}""", "400 invalid repeat-after")]
    public async Task Requests_that_make_no_sense_are_refused(string method, string query, string body, string message)
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.StartsWith(message, await daemon.RefusedAsync(new HttpMethod(method), "/v1/notices" + query, body.Length == 0 ? null : body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_okayed_is_not_listed_again()
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Equal((0, "", "No matching notices.\n"), await daemon.CliAsync("notices"));
        Assert.Equal((1, "", "error: no notices or warnings have been listed; try 'pebble notices' or 'pebble warnings'\n"), await daemon.CliAsync("okay"));
        await daemon.Client.NotifyAsync("a.b/old");
        Assert.Contains("a.b/old", (await daemon.CliAsync("notices")).Output, StringComparison.Ordinal);
        Assert.Equal((0, "", ""), await daemon.CliAsync("okay"));
        await daemon.Client.NotifyAsync("a.b/new");
        var (_, output, _) = await daemon.CliAsync("notices");
        Assert.Contains("a.b/new", output, StringComparison.Ordinal);
        Assert.DoesNotContain("a.b/old", output, StringComparison.Ordinal);
        Assert.Equal((1, "", "error: cannot find custom notice with key \"a.b/x\"\n"), await daemon.CliAsync("notice", "custom", "a.b/x"));
        Assert.StartsWith("id: \"1\"\nuser-id: ", (await daemon.CliAsync("notice", "1")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_and_keys_have_limits()
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Equal("400 key must be 256 bytes or less", await daemon.RefusedAsync(HttpMethod.Post, "/v1/notices", $$"""{"action":"add","type":"custom","key":"a.b/{{new string('c', 260)}}"}"""));
        Assert.Equal("400 total size of data must be 4096 bytes or less",
            await daemon.RefusedAsync(HttpMethod.Post, "/v1/notices", $$$"""{"action":"add","type":"custom","key":"a.b/c","data":{"k":"{{{new string('c', 4100)}}}"}}"""));
    }
}
