using System.Globalization;
using System.Text;
using Howdah.Pebble.Checks;
using Howdah.Pebble.Plan;
using Howdah.Pebble.Services;

namespace Howdah.Pebble.Api;

/// <summary><c>/v1/metrics</c>, in Prometheus' text format.</summary>
internal sealed class MetricsApi(ServiceManager services, CheckManager checks, PlanManager plan)
{
    public IEnumerable<Operation> Operations => [new("GET", "metrics", Access.Metrics, GetAsync)];

    private async Task GetAsync(ApiRequest request)
    {
        var text = new StringBuilder();
        // A service that was never started shows as well, so that an alert on its being down can fire.
        foreach (var name in plan.Current.Services.Keys)
        {
            var service = services.Find(name);
            Gauge(text, "pebble_service_active", "Whether the service is currently active (1) or not (0)", "service", name,
                service?.Status is "active");
            Counter(text, "pebble_service_start_count", "Number of times the service has started", "service", name,
                service?.StartCount ?? 0);
        }
        foreach (var check in checks.List())
        {
            if (check.Status is not "inactive")
            {
                Gauge(text, "pebble_check_up", "Whether the health check is up (1) or not (0)", "check", check.Name,
                    check.Status is "up");
            }
            Counter(text, "pebble_check_success_count", "Number of times the check has succeeded", "check", check.Name,
                check.TotalSuccesses);
            Counter(text, "pebble_check_failure_count", "Number of times the check has failed", "check", check.Name,
                check.TotalFailures);
        }
        var body = Encoding.UTF8.GetBytes(text.ToString());
        request.Context.Response.ContentType = "text/plain; charset=utf-8";
        request.Context.Response.ContentLength = body.Length;
        await request.Context.Response.Body.WriteAsync(body, request.Cancellation).ConfigureAwait(false);
    }

    private static void Gauge(StringBuilder text, string metric, string help, string label, string value, bool on) =>
        Sample(text, metric, help, "gauge", label, value, on ? 1 : 0);

    private static void Counter(StringBuilder text, string metric, string help, string label, string value, long count) =>
        Sample(text, metric, help, "counter", label, value, count);

    private static void Sample(StringBuilder text, string metric, string help, string type, string label, string value,
        long number)
    {
        var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        text.Append(CultureInfo.InvariantCulture,
            $"# HELP {metric} {help}\n# TYPE {metric} {type}\n{metric}{{{label}=\"{escaped}\"}} {number}\n\n");
    }
}
