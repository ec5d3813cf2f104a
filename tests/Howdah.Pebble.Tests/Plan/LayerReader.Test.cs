using Howdah.Pebble.Plan;

namespace Howdah.Pebble.Tests.Plan;

public sealed class LayerReaderTest
{
    [Theory]
    [InlineData("foo: 1", "cannot parse layer \"l\": unknown section \"foo\"")]
    [InlineData("services:\n  a:\n    override: replace\n    foo: bar\n",
        "cannot parse layer \"l\" section \"services\": yaml: unmarshal errors:\n  line 4: field foo not found in type plan.Service")]
    [InlineData("services: {a: {backoff-delay: 5}}", "cannot parse layer \"l\" section \"services\": invalid duration \"5\"")]
    [InlineData("services: {a: {backoff-delay: [5s]}}", "cannot parse layer \"l\" section \"services\": duration must be a YAML string")]
    [InlineData("services: {a: {backoff-factor: x}}", "cannot parse layer \"l\" section \"services\": invalid floating-point number \"x\"")]
    [InlineData("services: {a: {user-id: x}}",
        "cannot parse layer \"l\" section \"services\": yaml: unmarshal errors:\n  line 1: cannot unmarshal !!str `x` into int")]
    [InlineData("services: {a: null}", "service object cannot be null for service \"a\"")]
    [InlineData("checks: {a: null}", "check object cannot be null for check \"a\"")]
    [InlineData("log-targets: {a: null}", "log target object cannot be null for log target \"a\"")]
    [InlineData("workloads: {a: null}", "workload \"a\": cannot have a null value")]
    [InlineData("services: {'': {}}", "cannot use empty string as service name")]
    [InlineData("services: {pebble: {}}", "cannot use reserved service name \"pebble\"")]
    [InlineData("services: {-x: {}}", "cannot use service name \"-x\": starting with \"-\" not allowed")]
    [InlineData("services: {a: {command: \"x 'y\"}}",
        "plan service \"a\" command invalid: cannot parse service \"a\" command: EOF found when expecting closing quote")]
    [InlineData("services: {a: {command: '[ x ]'}}", "plan service \"a\" command invalid: cannot parse service \"a\" command: cannot start command with [ ... ] group")]
    [InlineData("services: {a: {command: 'a [ x [ y ] ]'}}", "plan service \"a\" command invalid: cannot parse service \"a\" command: cannot nest [ ... ] groups")]
    [InlineData("services: {a: {command: 'a [ x ] y'}}",
        "plan service \"a\" command invalid: cannot parse service \"a\" command: cannot have any arguments after [ ... ] group")]
    [InlineData("services: {a: {command: 'a ] y'}}", "plan service \"a\" command invalid: cannot parse service \"a\" command: cannot have ] outside of [ ... ] group")]
    [InlineData("services: {a: {on-success: success-shutdown}}", "plan service \"a\" on-success action \"success-shutdown\" invalid")]
    [InlineData("services: {a: {on-failure: failure-shutdown}}", "plan service \"a\" on-failure action \"failure-shutdown\" invalid")]
    [InlineData("services: {a: {on-check-failure: {c: x}}}", "plan service \"a\" on-check-failure action \"x\" invalid")]
    [InlineData("services: {a: {backoff-factor: 0.5}}", "plan service \"a\" backoff-factor must be 1.0 or greater, not 0.5")]
    [InlineData("checks: {'': {}}", "cannot use empty string as check name")]
    [InlineData("checks: {c: {level: x}}", "plan check \"c\" level must be \"alive\" or \"ready\"")]
    [InlineData("checks: {c: {startup: x}}", "plan check \"c\" startup must be \"enabled\" or \"disabled\"")]
    [InlineData("checks: {c: {period: 0s}}", "plan check \"c\" period must not be zero")]
    [InlineData("checks: {c: {timeout: 0s}}", "plan check \"c\" timeout must not be zero")]
    [InlineData("checks: {c: {exec: {command: a, user: nobody-here}}}", "plan check \"c\" has invalid user/group: user: unknown user nobody-here")]
    [InlineData("checks: {c: {exec: {command: a, group: root}}}", "plan check \"c\" has invalid user/group: must specify user, not just group")]
    [InlineData("log-targets: {t: {labels: {pebble_x: y}}}", "log target \"t\": label \"pebble_x\" uses reserved prefix \"pebble_\"")]
    [InlineData("log-targets: {t: {type: y}}", "log target \"t\" has unsupported type \"y\", must be \"loki\", \"opentelemetry\" or \"syslog\"")]
    [InlineData("workloads: {w: {}}", "workload \"w\": must define an \"override\" policy")]
    [InlineData("workloads: {w: {override: x}}", "workload \"w\": has an invalid \"override\" policy: \"x\"")]
    [InlineData("pairing: {mode: x}", "invalid pairing mode \"x\": should be \"disabled\", \"single\" or \"multiple\"")]
    public void What_is_wrong_with_a_layer_is_said_in_the_words_of_the_reference(string yaml, string message) =>
        Assert.Equal(message, Assert.Throws<PlanException>(() => LayerReader.Read("l", 0, yaml)).Message);

    [Fact]
    public void A_reserved_label_is_refused() =>
        Assert.Equal("cannot use reserved label prefix \"pebble-\"", Assert.Throws<PlanException>(() => LayerReader.Read("pebble-x", 0, "")).Message);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData("{}")]
    [InlineData("services:\nchecks: {}")]
    public void An_empty_layer_is_a_layer(string yaml) => Assert.Empty(LayerReader.Read("l", 0, yaml).Services);

    [Fact]
    public void What_is_no_YAML_is_refused() =>
        Assert.StartsWith("cannot parse layer \"l\": yaml: line ", Assert.Throws<PlanException>(() => LayerReader.Read("l", 0, "a: [b")).Message, StringComparison.Ordinal);
}
