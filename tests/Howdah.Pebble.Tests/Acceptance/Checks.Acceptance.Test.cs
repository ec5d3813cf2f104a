using System.Net;
using Howdah.Pebble.Client;
using Howdah.Pebble.Tests.Daemon;

namespace Howdah.Pebble.Tests.Acceptance;

public sealed class ChecksAcceptanceTest : IAsyncLifetime
{
    // The bad check runs seldom enough for a busy machine to look at it before its second failure.
    private const string Layer = """
        checks:
          bad: {override: replace, period: 500ms, threshold: 2, exec: {command: sleep x}}
          good: {override: replace, level: alive, period: 50ms, threshold: 2, exec: {command: echo foo}}
          other: {override: replace, level: ready, period: 50ms, threshold: 2, exec: {command: echo bar}}
        """;

    private readonly SharedDaemon _shared = new();

    public async Task InitializeAsync()
    {
        await _shared.InitializeAsync();
        await _shared.Client.AddLayerAsync("layer", Layer, combine: true);
    }

    public Task DisposeAsync() => _shared.DisposeAsync();

    private Task BadIsDownAsync() => TestDaemon.UntilAsync("the bad check is down",
        async () => (await _shared.Client.GetChecksAsync(names: ["bad"]))[0].Status is "down", () => _shared.Daemon.Log);

    private async Task<(HttpStatusCode Status, string? Reason, string Body)> HealthAsync(string query = "")
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync($"http://localhost:{_shared.Port}/v1/health{query}");
        return (response.StatusCode, response.ReasonPhrase, await response.Content.ReadAsStringAsync());
    }

    [Fact, Trait("item", "01")]
    public async Task Right_after_a_layer_its_checks_are_up_and_sorted()
    {
        var checks = await _shared.Client.GetChecksAsync();
        Assert.Equal(["bad up ", "good up alive", "other up ready"], checks.Select(c => $"{c.Name} {c.Status} {c.Level}"));
        Assert.All(checks, c => Assert.True(c.Successes >= 0 && c.Threshold == 2));
    }

    [Fact, Trait("item", "02")]
    public async Task Health_over_HTTP_is_the_envelope_and_nothing_else() =>
        Assert.Equal((HttpStatusCode.OK, "OK", """{"type":"sync","status-code":200,"status":"OK","result":{"healthy":true}}"""), await HealthAsync());

    [Fact, Trait("item", "03")]
    public async Task A_failing_check_goes_down_and_the_others_stay_up()
    {
        await BadIsDownAsync();
        var checks = (await _shared.Client.GetChecksAsync()).ToDictionary(c => c.Name, StringComparer.Ordinal);
        Assert.True(checks["bad"] is { Failures: >= 2, Threshold: 2 });
        Assert.Equal(("up", "up"), (checks["good"].Status, checks["other"].Status));
    }

    [Fact, Trait("item", "04")]
    public async Task Health_is_a_bad_gateway_once_a_check_is_down()
    {
        await BadIsDownAsync();
        Assert.Equal((HttpStatusCode.BadGateway, "Bad Gateway", """{"type":"sync","status-code":502,"status":"Bad Gateway","result":{"healthy":false}}"""), await HealthAsync());
        Assert.Equal(HttpStatusCode.OK, (await HealthAsync("?level=alive")).Status);
    }

    [Fact, Trait("item", "05")]
    public async Task Checks_are_filtered_by_level_and_by_names()
    {
        Assert.Equal(["good"], (await _shared.Client.GetChecksAsync(level: "alive")).Select(c => c.Name));
        Assert.Equal(["bad", "good"],
            (await _shared.Daemon.GetAsync("/v1/checks?names=good&names=bad")).EnumerateArray().Select(c =>
                c.GetProperty("name").GetString()));
    }
}
