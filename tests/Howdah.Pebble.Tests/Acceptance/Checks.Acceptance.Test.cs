using System.Net;
using Howdah.Pebble.Client;
using Howdah.Pebble.Tests.Daemon;

namespace Howdah.Pebble.Tests.Acceptance;

public sealed class ChecksAcceptanceTest : IAsyncLifetime
{
    private readonly SharedDaemon _shared = new();

    public Task InitializeAsync() => _shared.InitializeAsync();

    public Task DisposeAsync() => _shared.DisposeAsync();

    // How fast the first answers come is for the benchmark to say: here the first run is an hour away when it may not have been.
    private Task AddChecksAsync(string period) => _shared.Client.AddLayerAsync("layer", $$$"""
        checks:
          bad: {override: replace, period: {{{period}}}, threshold: 2, exec: {command: sleep x}}
          good: {override: replace, level: alive, period: {{{period}}}, threshold: 2, exec: {command: echo foo}}
          other: {override: replace, level: ready, period: {{{period}}}, threshold: 2, exec: {command: echo bar}}
        """, combine: true);

    private async Task BadIsDownAsync()
    {
        await AddChecksAsync("50ms");
        await TestDaemon.UntilAsync("the bad check is down",
            async () => (await _shared.Client.GetChecksAsync(names: ["bad"]))[0].Status is "down", () => _shared.Daemon.Log);
    }

    private async Task<(HttpStatusCode Status, string? Reason, string Body)> HealthAsync(string query = "")
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync($"http://localhost:{_shared.Port}/v1/health{query}");
        return (response.StatusCode, response.ReasonPhrase, await response.Content.ReadAsStringAsync());
    }

    [Fact, Trait("item", "01")]
    public async Task Right_after_a_layer_its_checks_are_up_and_sorted()
    {
        await AddChecksAsync("1h");
        var checks = await _shared.Client.GetChecksAsync();
        Assert.Equal(["bad up ", "good up alive", "other up ready"], checks.Select(c => $"{c.Name} {c.Status} {c.Level}"));
        Assert.All(checks, c => Assert.True(c.Successes >= 0 && c.Threshold == 2));
    }

    [Fact, Trait("item", "02")]
    public async Task Health_over_HTTP_is_the_envelope_and_nothing_else()
    {
        await AddChecksAsync("1h");
        Assert.Equal((HttpStatusCode.OK, "OK", """{"type":"sync","status-code":200,"status":"OK","result":{"healthy":true}}"""),
            await HealthAsync());
    }

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
        const string Body = """{"type":"sync","status-code":502,"status":"Bad Gateway","result":{"healthy":false}}""";
        Assert.Equal((HttpStatusCode.BadGateway, "Bad Gateway", Body), await HealthAsync());
        Assert.Equal(HttpStatusCode.OK, (await HealthAsync("?level=alive")).Status);
    }

    [Fact, Trait("item", "05")]
    public async Task Checks_are_filtered_by_level_and_by_names()
    {
        await AddChecksAsync("1h");
        Assert.Equal(["good"], (await _shared.Client.GetChecksAsync(level: "alive")).Select(c => c.Name));
        Assert.Equal(["bad", "good"],
            (await _shared.Daemon.GetAsync("/v1/checks?names=good&names=bad")).EnumerateArray().Select(c =>
                c.GetProperty("name").GetString()));
    }
}
