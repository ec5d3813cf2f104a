using Howdah.Pebble.Plan;

namespace Howdah.Pebble.Tests.Plan;

public sealed class CombinerTest
{
    private static CombinedPlan Combine(params string[] layers) => Combiner.Combine([.. layers.Select((l, i) => LayerReader.Read($"l{i}", (i + 1) * 1000, l))]);

    [Fact]
    public void Merging_overrides_scalars_appends_lists_and_merges_maps()
    {
        var plan = Combine(
            "services: {a: {override: replace, command: one, summary: s, after: [b], environment: {X: '1', Y: '1'}}, b: {override: replace, command: b}}",
            "services: {a: {override: merge, command: two, after: [c], environment: {Y: '2', Z: '2'}}, c: {override: merge, command: c}}");
        var service = plan.Services["a"];
        Assert.Equal(("two", "s", "replace"), (service.Command, service.Summary, service.Override));
        Assert.Equal(["b", "c"], service.After);
        Assert.Equal(["X=1", "Y=2", "Z=2"], service.Environment.Select(e => $"{e.Key}={e.Value}"));
        Assert.Equal("c", plan.Services["c"].Command);
    }

    [Fact]
    public void Replacing_forgets_what_was_there()
    {
        var plan = Combine("services: {a: {override: replace, command: one, summary: s}}", "services: {a: {override: replace, command: two}}");
        Assert.Null(plan.Services["a"].Summary);
    }

    [Fact]
    public void Checks_are_merged_field_by_field()
    {
        var plan = Combine(
            "checks: {c: {override: replace, period: 1s, http: {url: 'http://x', headers: {A: '1'}}}}",
            "checks: {c: {override: merge, threshold: 5, http: {headers: {B: '2'}}}}");
        var check = plan.Checks["c"];
        Assert.Equal((TimeSpan.FromSeconds(1), 5, "http://x"), (check.Period, check.Threshold, check.Http!.Url));
        Assert.Equal(["A", "B"], check.Http.Headers.Keys);
    }

    [Theory]
    [InlineData("services: {a: {command: x}}", "layer \"l0\" must define \"override\" for service \"a\"")]
    [InlineData("services: {a: {override: x, command: x}}", "layer \"l0\" has invalid \"override\" value for service \"a\"")]
    [InlineData("checks: {c: {override: x}}", "layer \"l0\" has invalid \"override\" value for check \"c\"")]
    [InlineData("log-targets: {t: {type: loki}}", "layer \"l0\" must define \"override\" for log target \"t\"")]
    [InlineData("services: {a: {override: merge}}", "plan must define \"command\" for service \"a\"")]
    [InlineData("checks: {c: {override: merge}}", "plan must specify one of \"http\", \"tcp\", or \"exec\" for check \"c\"")]
    [InlineData("checks: {c: {override: merge, http: {}}}", "plan must set \"url\" for http check \"c\"")]
    [InlineData("checks: {c: {override: merge, tcp: {}}}", "plan must set \"port\" for tcp check \"c\"")]
    [InlineData("checks: {c: {override: merge, exec: {}}}", "plan must set \"command\" for exec check \"c\"")]
    [InlineData("checks: {c: {override: merge, exec: {command: x, service-context: s}}}", "plan check \"c\" service context specifies non-existent service \"s\"")]
    [InlineData("checks: {c: {override: merge, tcp: {port: 1}, exec: {command: x}}}", "plan must specify one of \"http\", \"tcp\", or \"exec\" for check \"c\"")]
    [InlineData("log-targets: {t: {override: merge, location: x}}", "plan must define \"type\" (\"loki\", \"opentelemetry\" or \"syslog\") for log target \"t\"")]
    [InlineData("log-targets: {t: {override: merge, type: loki}}", "plan must define \"location\" for log target \"t\"")]
    [InlineData("log-targets: {t: {override: merge, type: loki, location: x, services: [-s]}}", "log target \"t\" specifies unknown service \"s\"")]
    [InlineData("services: {a: {override: merge, command: x, after: [b]}, b: {override: merge, command: x, after: [a]}, c: {override: merge, command: x, after: [b]}}",
        "services in before/after loop: a, b")]
    [InlineData("services: {a: {override: merge, command: x, requires: [b]}}", "service \"b\" does not exist")]
    [InlineData("services: {s: {override: merge, command: x, workload: w}}", "workload \"w\": not defined for service \"s\"")]
    [InlineData("workloads: {w: {override: merge}}\nservices: {s: {override: merge, command: x, workload: w, user: u}}",
        "plan service \"s\" cannot have user information and a workload at the same time")]
    public void A_plan_that_cannot_work_is_refused_in_the_words_of_the_reference(string yaml, string message) =>
        Assert.Equal(message, Assert.Throws<PlanException>(() => Combine(yaml)).Message);
}
