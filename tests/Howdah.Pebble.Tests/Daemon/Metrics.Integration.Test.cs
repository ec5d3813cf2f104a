using System.Net;
using Howdah.Pebble.Tests.Identities;

namespace Howdah.Pebble.Tests.Daemon;

public sealed class MetricsIntegrationTest
{
    [Fact]
    public async Task Metrics_count_starts_and_checks_in_the_text_format()
    {
        await using var daemon = await TestDaemon.StartAsync(layer: """
            services:
              busy: {override: replace, command: sleep 1000}
              idle: {override: replace, command: sleep 1000}
            checks:
              down: {override: replace, period: 1h, threshold: 1, exec: {command: "false"}}
              off: {override: replace, startup: disabled, exec: {command: "true"}}
              up: {override: replace, period: 1h, exec: {command: "true"}}
            """);
        await daemon.CliAsync("start", "busy");
        await daemon.CliAsync("restart", "busy");
        await daemon.CliAsync("check", "--refresh", "up");
        await daemon.CliAsync("check", "--refresh", "down");
        using var client = Callers.Unix(daemon.Socket);
        using var response = await client.GetAsync("/v1/metrics");
        Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var text = await response.Content.ReadAsStringAsync();
        Assert.StartsWith("""
            # HELP pebble_service_active Whether the service is currently active (1) or not (0)
            # TYPE pebble_service_active gauge
            pebble_service_active{service="busy"} 1

            # HELP pebble_service_start_count Number of times the service has started
            # TYPE pebble_service_start_count counter
            pebble_service_start_count{service="busy"} 2


            """, text, StringComparison.Ordinal);
        Assert.EndsWith("""
            # HELP pebble_check_up Whether the health check is up (1) or not (0)
            # TYPE pebble_check_up gauge
            pebble_check_up{check="up"} 1

            # HELP pebble_check_success_count Number of times the check has succeeded
            # TYPE pebble_check_success_count counter
            pebble_check_success_count{check="up"} 1

            # HELP pebble_check_failure_count Number of times the check has failed
            # TYPE pebble_check_failure_count counter
            pebble_check_failure_count{check="up"} 0


            """, text, StringComparison.Ordinal);
        Assert.Equal(
            """
            pebble_service_active{service="busy"} 1 pebble_service_start_count{service="busy"} 2 pebble_service_active{service="idle"} 0
            pebble_service_start_count{service="idle"} 0 pebble_check_up{check="down"} 0 pebble_check_success_count{check="down"} 0
            pebble_check_failure_count{check="down"} 1 pebble_check_success_count{check="off"} 0 pebble_check_failure_count{check="off"} 0
            pebble_check_up{check="up"} 1 pebble_check_success_count{check="up"} 1 pebble_check_failure_count{check="up"} 0
            """.ReplaceLineEndings(" "),
            string.Join(' ', text.Split('\n').Where(l => l.Length > 0 && l[0] != '#')));
    }

    [Fact]
    public async Task A_scraper_needs_its_password()
    {
        var address = $"127.64.0.3:{TestDaemon.NewPort()}";
        await using var daemon = await TestDaemon.StartAsync($"--create-dirs --hold --http={address}");
        await daemon.SendAsync(HttpMethod.Post, "/v1/identities",
            """{"action":"add","identities":{"prometheus":{"access":"metrics","basic":{"password":"HASH"}}}}""".Replace("HASH", Callers.Hash, StringComparison.Ordinal));
        using var scraper = Callers.Http(address, "prometheus");
        Assert.Equal(HttpStatusCode.OK, (await scraper.GetAsync("/v1/metrics")).StatusCode);
        using var stranger = Callers.Http(address);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/v1/metrics")).StatusCode);
    }
}
