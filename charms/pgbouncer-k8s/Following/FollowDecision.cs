namespace Howdah.Charms.PgbouncerK8s.Following;

/// <summary>What a follower does next.</summary>
internal enum FollowStep
{
    /// <summary>Nothing, until something happens.</summary>
    None,

    /// <summary>Lead the pools to the primary and its replicas.</summary>
    Lead,

    /// <summary>Hold new transactions back and let those that run end.</summary>
    Pause,

    /// <summary>Say that the pools stand still.</summary>
    Confirm,

    /// <summary>Let the pools work, and forget the order.</summary>
    Resume,

    /// <summary>Forget an order for which nothing was done.</summary>
    Forget,
}

/// <summary>
/// Decides what a pooler does about the primary and about orders to pause.
/// <para>
/// Invariants: pools are held only while an order stands whose time is not up, so never longer than its limit. What was confirmed is
/// so: no transaction runs. Pools that are let go for another primary lead to it already.
/// </para>
/// </summary>
internal static class FollowDecision
{
    internal static FollowStep Next(FollowFacts facts)
    {
        var targets = facts.Primary is { } primary ? new PoolTargets(primary.Host, facts.Replicas) : null;
        return facts switch
        {
            // Clients then see what there is to see.
            { Order: null or { IsOver: true }, Pools: not PoolState.Running } => FollowStep.Resume,
            { Order.IsOver: true } => FollowStep.Forget,

            // To lead PgBouncer it reads its files, and begins logins again that the pause on its way would break off.
            { Pools: PoolState.Draining, Order: { } order, Primary: { } now } when !order.IsServedBy(now) => FollowStep.None,
            _ when targets is not null && targets != facts.Targets => FollowStep.Lead,
            { Primary: { } now, Order: { } order } when order.IsServedBy(now) =>
                facts.Pools == PoolState.Running ? FollowStep.Forget : FollowStep.Resume,
            { Order: not null, Pools: PoolState.Running } => FollowStep.Pause,
            { Order: not null, Primary: not null, Pools: PoolState.Paused } => FollowStep.Confirm,
            _ => FollowStep.None,
        };
    }

    /// <summary>
    /// The primary among what members say of themselves: of several the one on the highest timeline, and never one on an earlier
    /// timeline than the last: it was primary and has had no chance yet to find out that it is no more.
    /// </summary>
    internal static PrimaryRun? FindPrimary(IEnumerable<PrimaryRun> claims, int lastTimeline) =>
        claims.Where(c => c.Timeline >= lastTimeline).MaxBy(c => c.Timeline);
}
