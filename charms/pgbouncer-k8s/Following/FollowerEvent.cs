using Howdah.Interfaces;

namespace Howdah.Charms.PgbouncerK8s.Following;

/// <summary>Something that a follower may have to act upon.</summary>
internal abstract record FollowerEvent;

/// <summary>A member is another than it said before.</summary>
/// <param name="Watch">Who heard it.</param>
/// <param name="Word">What it says now.</param>
internal sealed record MemberSpoke(MemberWatch Watch, MemberWord Word) : FollowerEvent;

/// <summary>The cluster wants the pools to stand still.</summary>
/// <param name="Order">For how long at most.</param>
/// <param name="From">The run that said so.</param>
internal sealed record PauseOrdered(PauseOrder Order, PrimaryRun From) : FollowerEvent;

/// <summary>The cluster wants nobody to read from a member for a while.</summary>
/// <param name="Order">From which, and for how long at most.</param>
/// <param name="From">The run that said so.</param>
internal sealed record LeaveOrdered(LeaveOrder Order, PrimaryRun From) : FollowerEvent;

/// <summary>The time of such an order is up.</summary>
/// <param name="Order">The order.</param>
internal sealed record LeaveEnded(LeaveOrder Order) : FollowerEvent;

/// <summary>An order to pause was taken back, or its time is up.</summary>
/// <param name="Generation">The order's number.</param>
internal sealed record OrderEnded(long Generation) : FollowerEvent;

/// <summary>PgBouncer says that no transaction runs any more.</summary>
/// <param name="Generation">The order's number.</param>
internal sealed record PoolsDrained(long Generation) : FollowerEvent;

/// <summary>The configuration file is to be read anew.</summary>
internal sealed record SettingsChanged : FollowerEvent;

/// <summary>It is time to show that the follower lives.</summary>
internal sealed record HeartbeatDue : FollowerEvent;

/// <summary>What a member said of itself.</summary>
/// <param name="Primary">Its run, while it takes writes.</param>
/// <param name="IsReplica">It follows the primary.</param>
internal sealed record MemberWord(PrimaryRun? Primary, bool IsReplica)
{
    /// <summary>It does not answer.</summary>
    internal static MemberWord Silent { get; } = new(null, IsReplica: false);
}
