using Howdah.Charms.PostgresqlK8s.Restarts;

namespace Howdah.Charms.Tests.Restarts;

public sealed class RestartDecisionTest
{
    private static readonly RestartNeed Other = new(["shared_buffers"], []);
    private static readonly RestartNeed Lower = new([], ["max_connections"]);
    private static readonly RestartNeed Both = new(["shared_buffers"], ["max_connections"]);

    public static TheoryData<string, string, string> Table => new()
    {
        // primary, replicas: n(othing) o(ther) l(ower) b(oth), - does not stream, ? has not taken the configuration
        { "n", "nn", "None" },
        { "o", "oo", "RestartReplica 1" },
        { "o", "no", "RestartReplica 2" },
        { "o", "nn", "HandOver 0" },
        { "l", "ll", "RestartPrimary 0" },
        { "n", "ll", "RestartReplica 1" },
        { "b", "bb", "RestartReplica 1" },
        { "b", "ll", "RestartPrimary 0" },
        { "o", "", "RestartPrimary 0" },
        { "l", "", "RestartPrimary 0" },
        { "o", "-o", "Wait 1" },
        { "o", "o?", "Wait 2" },
        { "?", "oo", "Wait 0" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void The_next_step_follows_from_what_is(string primary, string replicas, string step)
    {
        var next = RestartDecision.Next([.. (primary + replicas).Select((kind, number) => Member(kind, number, number == 0))]);

        Assert.Equal(step, next.Unit.Length == 0 ? next.Kind.ToString() : $"{next.Kind} {next.Unit[^1]}");
    }

    [Fact]
    public void From_every_state_it_ends_with_everything_restarted_one_at_a_time()
    {
        foreach (var (first, second, third) in from a in "nolb" from b in "nolb" from c in "nolb" select (a, b, c))
        {
            IReadOnlyList<RestartFacts> members = [Member(first, 0, true), Member(second, 1, false), Member(third, 2, false)];
            var steps = 0;
            while (RestartDecision.Next(members) is { Kind: not RestartStepKind.None } step)
            {
                Assert.True(++steps <= 6, $"{first}{second}{third} does not end: {step}");
                members = ChangePlan.After(step, members);
            }

            Assert.All(members, m => Assert.False(m.Need.IsAny));
            Assert.Single(members, m => m.IsPrimary);
        }
    }

    [Fact]
    public void A_plan_says_what_the_decision_would_do()
    {
        var before = CharmFiles.Data(("work_mem", "4096"), ("max_connections", "100"), ("shared_buffers", "16384"), ("TimeZone", "UTC"));
        var units = (string[])["postgresql-k8s/1", "postgresql-k8s/0", "postgresql-k8s/2"];

        var reload = Plan(("work_mem", "8192"));
        Assert.Equal(["work_mem: 4096 -> 8192 (reload)"], reload.Changes.Select(c => c.ToString()));
        Assert.Equal(["reload", "reload", "reload"], units.Select(reload.EffectOn));
        Assert.Empty(reload.Steps);

        var restart = Plan(("shared_buffers", "32768"), ("work_mem", "8192"));
        Assert.Equal(["switchover, then restart as a replica", "restart", "restart"], units.Select(restart.EffectOn));
        Assert.Equal("postgresql-k8s/1", restart.Steps[^1].Unit);

        var lowered = Plan(("max_connections", "50"));
        Assert.Equal(["restart as the primary", "restart", "restart"], units.Select(lowered.EffectOn));
        Assert.Equal("postgresql-k8s/1", lowered.Steps[0].Unit);

        Assert.Equal(["nothing", "nothing", "nothing"], units.Select(Plan().EffectOn));

        ChangePlan Plan(params (string Name, string Value)[] changes)
        {
            var after = before.ToDictionary(p => p.Key, p => (string?)p.Value, StringComparer.Ordinal);
            foreach (var (name, value) in changes)
            {
                after[name] = value;
            }

            return ChangePlan.Of(units, before.ToDictionary(p => p.Key, p => (string?)p.Value, StringComparer.Ordinal), after);
        }
    }

    private static RestartFacts Member(char kind, int number, bool isPrimary) => new(
        $"postgresql-k8s/{number}", isPrimary, Streams: kind != '-', IsCurrent: kind != '?',
        kind switch { 'o' => Other, 'l' => Lower, 'b' => Both, _ => RestartNeed.None });
}
