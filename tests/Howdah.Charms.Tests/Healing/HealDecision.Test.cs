using Howdah.Charms.PostgresqlK8s.Healing;

namespace Howdah.Charms.Tests.Healing;

public sealed class HealDecisionTest
{
    private static readonly bool[] Either = [false, true];

    private static IEnumerable<HealFacts> All =>
        from primary in Either from replica in Either from broken in Either from gone in Either from slot in Either
        from full in Either from copied in Either from failing in (TimeSpan[])[TimeSpan.Zero, HealDecision.StartPatience]
        from other in (string?[])[null, "postgresql-k8s/2"]
        select new HealFacts
        {
            PrimaryAnswers = primary, IsReplica = replica, DataIsBroken = broken, LogIsGone = gone, SlotIsMissing = slot, BeingCopied = other,
            VolumeIsFull = full, CopyWasInVain = copied, StartFailsFor = failing,
        };

    private static bool CannotGoOn(HealFacts facts) => facts.PrimaryAnswers && facts switch
    {
        { IsReplica: true } => facts.LogIsGone,
        { VolumeIsFull: true } => false,
        { DataIsBroken: true } => true,
        _ => facts.StartFailsFor >= HealDecision.StartPatience && !facts.CopyWasInVain,
    };

    [Fact]
    public void Data_is_thrown_away_only_of_a_member_that_can_never_go_on_beside_a_primary_and_of_one_at_a_time()
    {
        foreach (var facts in All)
        {
            Assert.Equal(CannotGoOn(facts) && facts.BeingCopied is null, HealDecision.Of(facts).Step == HealStep.CopyAnew);
            Assert.Equal(CannotGoOn(facts) && facts.BeingCopied is not null, HealDecision.Of(facts).Step == HealStep.WaitForOther);
        }
    }

    [Fact]
    public void A_dropped_slot_is_made_again_for_a_replica_that_can_go_on()
    {
        foreach (var facts in All)
        {
            var wants = facts is { PrimaryAnswers: true, IsReplica: true, LogIsGone: false, SlotIsMissing: true };
            Assert.Equal(wants, HealDecision.Of(facts).Step == HealStep.MakeSlot);
        }
    }

    [Fact]
    public void What_does_not_start_with_a_fresh_copy_either_is_left_to_a_person()
    {
        foreach (var facts in All.Where(f => HealDecision.Of(f).Step == HealStep.GiveUp))
        {
            Assert.True(facts is { PrimaryAnswers: true, IsReplica: false, CopyWasInVain: true, DataIsBroken: false, VolumeIsFull: false });
        }
    }

    [Fact]
    public void Whatever_is_done_says_why()
    {
        foreach (var verdict in All.Select(HealDecision.Of))
        {
            Assert.Equal(verdict.Step == HealStep.LeaveAlone, verdict.Reason.Length == 0);
        }
    }
}
