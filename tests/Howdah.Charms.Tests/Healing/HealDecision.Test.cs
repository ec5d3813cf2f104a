using Howdah.Charms.PostgresqlK8s.Healing;

namespace Howdah.Charms.Tests.Healing;

public sealed class HealDecisionTest
{
    [Fact]
    public void Data_is_thrown_away_only_of_a_replica_that_can_never_go_on_beside_a_primary_and_of_one_at_a_time()
    {
        foreach (var facts in from replica in (bool[])[false, true] from primary in (bool[])[false, true] from gone in (bool[])[false, true]
                              from other in (string?[])[null, "postgresql-k8s/2"]
                              select new HealFacts { IsReplica = replica, PrimaryAnswers = primary, LogIsGone = gone, BeingCopied = other })
        {
            var mayBe = facts is { IsReplica: true, PrimaryAnswers: true, LogIsGone: true };
            Assert.Equal(
                !mayBe ? HealVerdict.LeaveAlone : facts.BeingCopied is null ? HealVerdict.CopyAnew : HealVerdict.WaitForOther, HealDecision.Of(facts));
        }
    }
}
