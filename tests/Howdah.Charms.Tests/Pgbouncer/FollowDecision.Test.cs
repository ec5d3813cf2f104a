using Howdah.Charms.PgbouncerK8s.Following;

namespace Howdah.Charms.Tests.Pgbouncer;

public sealed class FollowDecisionTest
{
    private static readonly PrimaryRun Old = new("a", 1, "morning");
    private static readonly PrimaryRun Restarted = new("a", 1, "noon");
    private static readonly PrimaryRun New = new("b", 2, "morning");
    private static readonly FollowFacts Calm = new(Old, ["b"], new("a", ["b"]), null, PoolState.Running);

    // What can happen to a follower at any time, in any order.
    private static readonly (string Name, Func<FollowFacts, FollowFacts> Do)[] Happenings =
    [
        ("order", f => f.Order is null && f.Primary is { } run ? f with { Order = new(1, run, IsOver: false) } : f),
        ("drained", f => f.Pools == PoolState.Draining ? f with { Pools = PoolState.Paused } : f),
        ("primary lost", f => f with { Primary = null, Replicas = [], Order = f.Order ?? (f.Primary is { } lost ? new(-1, lost, IsOver: false) : null) }),
        ("primary found again", f => f with { Primary = Old, Replicas = ["b"] }),
        ("next primary", f => f with { Primary = New, Replicas = [] }),
        ("same primary started anew", f => f with { Primary = Restarted, Replicas = ["b"] }),
        ("time is up", f => f.Order is { } order ? f with { Order = order with { IsOver = true } } : f),
        // The next follower takes the pools for held, and knows of no order.
        ("follower killed", f => f with { Order = null, Targets = null, Pools = f.Pools == PoolState.Running ? PoolState.Running : PoolState.Draining }),
        ("settings read anew", f => f with { Targets = null }),
    ];

    [Fact]
    public void Whatever_happens_in_whatever_order_pools_are_held_only_under_an_order_and_are_let_go_with_it()
    {
        var walked = 0;
        Walk(Settle(Calm, []), [], 6);
        Assert.True(walked > 10_000, $"only {walked} ways");

        void Walk(FollowFacts facts, string[] way, int left)
        {
            walked++;
            Check(facts, way);
            foreach (var (name, happen) in left == 0 ? [] : Happenings)
            {
                string[] next = [.. way, name];
                Walk(Settle(happen(facts), next), next, left - 1);
            }
        }
    }

    private static void Check(FollowFacts facts, string[] way)
    {
        var told = $"{string.Join(", ", way)}: {facts}";
        Assert.False(facts.Order is null or { IsOver: true } && facts.Pools != PoolState.Running, $"held without an order after {told}");
        Assert.False(facts is { Order: { } order, Primary: { } primary } && order.IsServedBy(primary) && facts.Pools != PoolState.Running, $"held for a change that has been: {told}");
        var isDraining = facts is { Pools: PoolState.Draining, Order: { } standing, Primary: { } from } && !standing.IsServedBy(from);
        Assert.True(facts.Primary is null || isDraining || facts.Targets?.Primary == facts.Primary.Host, $"led elsewhere after {told}");
    }

    // Does what the follower does, and asserts what each step promises.
    private static FollowFacts Settle(FollowFacts facts, string[] way)
    {
        for (var steps = 0; ; steps++)
        {
            Assert.True(steps < 10, $"turns in a circle after {string.Join(", ", way)}");
            var step = FollowDecision.Next(facts);
            if (step == FollowStep.None)
            {
                return facts;
            }

            Assert.False(step == FollowStep.Confirm && (facts.Pools != PoolState.Paused || facts.Order is null or { IsOver: true } or { Generation: < 0 }), "confirmed what is not so");
            Assert.False(
                step == FollowStep.Resume && facts is { Order.IsOver: false, Primary: { } primary } && facts.Targets?.Primary != primary.Host,
                "let go before they lead to the next primary");
            facts = step switch
            {
                FollowStep.Lead => facts with { Targets = new(facts.Primary!.Host, facts.Replicas) },
                FollowStep.Pause => facts with { Pools = PoolState.Draining },
                FollowStep.Confirm => facts with { Pools = PoolState.Confirmed },
                FollowStep.Resume => facts with { Pools = PoolState.Running, Order = null },
                _ => facts with { Order = null },
            };
        }
    }

    [Fact]
    public void A_handover_goes_through_its_steps()
    {
        var ordered = Calm with { Order = new(7, Old, IsOver: false) };
        Assert.Equal(FollowStep.Pause, FollowDecision.Next(ordered));
        Assert.Equal(FollowStep.None, FollowDecision.Next(ordered with { Pools = PoolState.Draining }));
        Assert.Equal(FollowStep.Confirm, FollowDecision.Next(ordered with { Pools = PoolState.Paused }));

        // New settings have to wait for the pause.
        Assert.Equal(FollowStep.None, FollowDecision.Next(ordered with { Pools = PoolState.Draining, Targets = null }));
        Assert.Equal(FollowStep.Lead, FollowDecision.Next(ordered with { Pools = PoolState.Paused, Targets = null }));

        var confirmed = ordered with { Pools = PoolState.Confirmed };
        Assert.Equal(FollowStep.None, FollowDecision.Next(confirmed));
        Assert.Equal(FollowStep.None, FollowDecision.Next(confirmed with { Primary = null, Replicas = [] }));
        Assert.Equal(FollowStep.Lead, FollowDecision.Next(confirmed with { Primary = New, Replicas = [] }));
        Assert.Equal(FollowStep.Resume, FollowDecision.Next(confirmed with { Primary = New, Replicas = [], Targets = new("b", []) }));
    }

    [Fact]
    public void Of_two_that_say_they_are_primary_the_later_timeline_counts_and_an_earlier_one_never_again()
    {
        Assert.Equal(New, FollowDecision.FindPrimary([Old, New], lastTimeline: 1));
        Assert.Null(FollowDecision.FindPrimary([Old], lastTimeline: 2));
        Assert.Equal(Restarted, FollowDecision.FindPrimary([Restarted], lastTimeline: 1));
    }
}
