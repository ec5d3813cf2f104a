using Howdah.Pebble.Client;

namespace Howdah.Pebble.Tests.Acceptance;

/// <summary>Log targets, identities and notices.</summary>
public sealed class StateAcceptanceTest(SharedDaemon shared) : IClassFixture<SharedDaemon>
{
    [Fact, Trait("item", "26")]
    public async Task Log_targets_come_back_from_the_plan_as_they_were_given()
    {
        await shared.Client.AddLayerAsync("targets", """
            log-targets:
                tgt1:
                    override: replace
                    type: loki
                    location: https://example.com/nowhere
                    services: [all]
                    labels: {key: value, env: $ENV}
            """, combine: true);
        Assert.Contains("""
            log-targets:
                tgt1:
                    type: loki
                    location: https://example.com/nowhere
                    services:
                        - all
                    override: replace
                    labels:
                        env: $ENV
                        key: value

            """, await shared.Client.GetPlanAsync(), StringComparison.Ordinal);
    }

    [Fact, Trait("item", "27")]
    public async Task Identities_are_replaced_with_what_was_read_back()
    {
        async Task<string> ReplaceAsync(string identities)
        {
            Assert.Equal("""{"type":"sync","status-code":200,"status":"OK"}""",
                (await shared.Daemon.SendAsync(HttpMethod.Post, "/v1/identities", $$"""{"action":"replace","identities":{{identities}}}""")).Body.GetRawText());
            return (await shared.Daemon.GetAsync("/v1/identities")).GetRawText();
        }
        Assert.Equal("{}", (await shared.Daemon.GetAsync("/v1/identities")).GetRawText());
        var read = await ReplaceAsync("""{"web":{"access":"metrics","basic":{"password":"$6$F9cFSVEKyO4gB1Wh$8S1BSKsNkF/jBAixGc4W7l80OpfCNk65LZBDHBng3NAmbcHuMj4RIm7992rrJ8YA.SJ0hvm.vGk2z483am4Ym1"}},"me":{"access":"admin","local":{"user-id":12345}}}""");
        Assert.Equal("""{"me":{"access":"admin","local":{"user-id":12345}},"web":{"access":"metrics","basic":{"password":"*****"}}}""", read);
        Assert.Equal(read.Replace("12345", "2", StringComparison.Ordinal),
            await ReplaceAsync(read.Replace("12345", "2", StringComparison.Ordinal)));
        Assert.Equal("{}", await ReplaceAsync("""{"web":null,"me":null}"""));
    }

    [Fact, Trait("item", "28")]
    public async Task A_repeated_notice_counts_up_and_keeps_its_first_time()
    {
        var id = await shared.Client.NotifyAsync("example.com/repeated");
        var first = (await shared.Daemon.GetAsync($"/v1/notices/{id}")).Clone();
        var time = first.GetProperty("first-occurred").GetString();
        Assert.Equal((time, time, 1),
            (first.GetProperty("last-occurred").GetString(), first.GetProperty("last-repeated").GetString(),
                first.GetProperty("occurrences").GetInt32()));
        Assert.False(first.TryGetProperty("last-data", out _));
        Assert.False(first.TryGetProperty("repeat-after", out _));
        Assert.Equal("168h0m0s", first.GetProperty("expire-after").GetString());
        var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["k"] = "v" };
        Assert.Equal(id, await shared.Client.NotifyAsync("example.com/repeated", data));
        var again = await shared.Daemon.GetAsync($"/v1/notices/{id}");
        Assert.Equal((time, 2), (again.GetProperty("first-occurred").GetString(), again.GetProperty("occurrences").GetInt32()));
        Assert.Equal(again.GetProperty("last-occurred").GetString(), again.GetProperty("last-repeated").GetString());
        Assert.NotEqual(time, again.GetProperty("last-occurred").GetString());
        Assert.Equal("""{"k":"v"}""", again.GetProperty("last-data").GetRawText());
    }

    [Fact, Trait("item", "29")]
    public async Task Notices_made_at_once_have_times_that_grow()
    {
        var keys = Enumerable.Range(0, 20).Select(i => $"example.com/at-once/n{i}").ToList();
        await Task.WhenAll(keys.Select(k => shared.Client.NotifyAsync(k)));
        var notices = await shared.Client.GetNoticesAsync(new NoticeFilter { Keys = keys });
        var micros = notices.Select(n => n.LastRepeated.Ticks / TimeSpan.TicksPerMicrosecond).ToList();
        Assert.Equal(20, micros.Distinct().Count());
        Assert.Equal(micros.Order(), micros);
        Assert.Equal(["example.com/at-once/n3"],
            (await shared.Client.GetNoticesAsync(new NoticeFilter { Keys = ["example.com/at-once/n3"] })).Select(n => n.Key));
    }

    [Fact, Trait("item", "41")]
    public async Task Notices_take_the_clients_durations_and_filters()
    {
        var (_, added) = await shared.Daemon.SendAsync(HttpMethod.Post, "/v1/notices",
            """{"action":"add","type":"custom","key":"example.com/filtered","repeat-after":"420.000s","data":null}""");
        var notice = await shared.Daemon.GetAsync($"/v1/notices/{added.GetProperty("result").GetProperty("id").GetString()}");
        Assert.Equal("7m0s", notice.GetProperty("repeat-after").GetString());
        async Task<string> KeysAsync(string query) => string.Join(' ',
            (await shared.Daemon.GetAsync("/v1/notices?" + query)).EnumerateArray().Select(n =>
                n.GetProperty("key").GetString()));
        await shared.Client.NotifyAsync("example.com/other");
        var uid = notice.GetProperty("user-id").GetInt32();
        const string Both = "types=custom&types=warning&keys=example.com/filtered&keys=example.com/other";
        Assert.Equal("example.com/filtered example.com/other", await KeysAsync(Both));
        Assert.Equal("example.com/filtered example.com/other", await KeysAsync($"{Both}&user-id={uid}"));
        Assert.Equal("", await KeysAsync($"{Both}&user-id={uid + 1}"));
        Assert.Equal("example.com/filtered example.com/other", await KeysAsync($"{Both}&users=all"));
        Assert.Equal("example.com/other",
            await KeysAsync($"{Both}&after={Uri.EscapeDataString(notice.GetProperty("last-repeated").GetString()!)}"));
    }
}
