namespace Howdah.Charms.PgbouncerK8s.Following;

/// <summary>A run of a PostgreSQL that takes writes. The same member after a restart is another run.</summary>
/// <param name="Host">Its address.</param>
/// <param name="Timeline">The timeline that it writes.</param>
/// <param name="Start">When its postmaster started, as it says; only compared with itself.</param>
internal sealed record PrimaryRun(string Host, int Timeline, string Start);

/// <summary>Where the pools lead.</summary>
/// <param name="Primary">The host of those that write.</param>
/// <param name="Replicas">The hosts of those that read; empty for the primary's.</param>
internal sealed record PoolTargets(string Primary, IReadOnlyList<string> Replicas)
{
    /// <summary>
    /// The host to read from. PgBouncer (1.18) looks for a list of hosts as one name in their certificates, so each pooler reads from one,
    /// with certificates and without, as one may become the other at any time.
    /// </summary>
    /// <param name="number">Which of the replicas, counted around.</param>
    internal string ReaderOf(int number) => Replicas is [] ? Primary : Replicas[number % Replicas.Count];

    public bool Equals(PoolTargets? other) => other is not null && Primary == other.Primary && Replicas.SequenceEqual(other.Replicas, StringComparer.Ordinal);

    public override int GetHashCode() => Primary.GetHashCode(StringComparison.Ordinal);
}

/// <summary>An order to pause that has not come to its end. A follower that loses the primary gives itself one.</summary>
/// <param name="Generation">Its number; below 0 for the loss of the primary, which any primary ends and nobody waits to hear of.</param>
/// <param name="From">The run that is to end.</param>
/// <param name="IsOver">It was taken back, or its time is up.</param>
internal sealed record StandingOrder(long Generation, PrimaryRun From, bool IsOver)
{
    /// <summary>Whether it is about a primary that was lost.</summary>
    internal bool IsLoss => Generation < 0;

    /// <summary>Whether a primary is what it waits for.</summary>
    internal bool IsServedBy(PrimaryRun primary) => IsLoss || primary != From;
}

/// <summary>What the pools do about an order.</summary>
internal enum PoolState
{
    /// <summary>They work.</summary>
    Running,

    /// <summary>New transactions are held back; some still run.</summary>
    Draining,

    /// <summary>No transaction runs.</summary>
    Paused,

    /// <summary>No transaction runs, and that is being confirmed.</summary>
    Confirmed,
}

/// <summary>What a follower knows.</summary>
/// <param name="Primary">The run that takes writes now; null when none does.</param>
/// <param name="Replicas">The hosts of members that stream from it, in a fixed order.</param>
/// <param name="Targets">Where the pools lead; null when that is not known.</param>
/// <param name="Order">The order that stands.</param>
/// <param name="Pools">What the pools do.</param>
internal sealed record FollowFacts(
    PrimaryRun? Primary, IReadOnlyList<string> Replicas, PoolTargets? Targets, StandingOrder? Order, PoolState Pools);
