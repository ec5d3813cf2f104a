using Howdah.Pebble.Plan;

namespace Howdah.Pebble.Tests.Plan;

public sealed class PlanWriterTest
{
    private const string Example = """
        services:
            srv1:
                startup: enabled
                override: replace
                command: sleep 300 [ --fast 'a b' ]
                after:
                    - srv2
                environment:
                    PORT: "5432"
                backoff-delay: 1m0s
                backoff-factor: 1.5
            srv2:
                override: merge
                command: sleep 1
        checks:
            chk1:
                override: replace
                threshold: 3
                exec:
                    command: /bin/true
        log-targets:
            tgt1:
                type: loki
                location: http://example.com/loki/api/v1/push
                services:
                    - all
                override: replace
                labels:
                    env: test
            tgt2:
                type: syslog
                location: tcp://x:1
                services: []
                override: merge

        """;

    [Fact]
    public void A_plan_is_written_as_the_reference_writes_it_and_can_be_read_again() =>
        Assert.Equal(Example, PlanWriter.Write(Combiner.Combine([LayerReader.Read("l", 1000, Example)])));

    [Fact]
    public void An_empty_plan_is_an_empty_mapping() => Assert.Equal("{}\n", PlanWriter.Write(CombinedPlan.Empty));
}
