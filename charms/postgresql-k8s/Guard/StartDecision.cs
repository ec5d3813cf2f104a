namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>What the store says of the cluster's identity: Patroni's key <c>initialize</c>.</summary>
internal enum Identity
{
    /// <summary>The store does not answer.</summary>
    Unknown,

    /// <summary>There is no such key: nobody has begun to make the cluster.</summary>
    None,

    /// <summary>The key is empty: a member is making the cluster. It has never had a leader.</summary>
    Pending,

    /// <summary>The key holds the system identifier.</summary>
    Known,
}

/// <summary>Whether another member makes the cluster.</summary>
internal enum OtherMaker
{
    /// <summary>The others were not asked, or not for long enough.</summary>
    Unknown,

    /// <summary>One does, or does not answer.</summary>
    Possible,

    /// <summary>All others said, twice with a second between, that they have no PostgreSQL and make none.</summary>
    None,
}

/// <summary>What is known before Patroni starts.</summary>
internal sealed record StartFacts
{
    /// <summary>The data directory holds something.</summary>
    public bool HasData { get; init; }

    /// <summary>It has its control file.</summary>
    public bool IsComplete { get; init; }

    /// <summary>It was empty when Patroni was last started on it.</summary>
    public bool WasEmpty { get; init; }

    /// <summary>What the store says of the cluster.</summary>
    public Identity Identity { get; init; }

    /// <summary>What the other members say.</summary>
    public OtherMaker Others { get; init; }
}

/// <summary>What is done before Patroni starts.</summary>
internal enum StartStep
{
    /// <summary>Start Patroni on what is there.</summary>
    Keep,

    /// <summary>Set aside a copy of the primary that was cut off; Patroni would ask a person.</summary>
    SetAside,

    /// <summary>Set aside what there is of a cluster that was cut off while it was made, and let any member make it anew.</summary>
    Withdraw,

    /// <summary>Ask the store again: without its answer a copy and a cluster in the making cannot be told apart.</summary>
    AskStore,

    /// <summary>Ask the other members whether one of them makes the cluster.</summary>
    AskOthers,
}

/// <summary>
/// Decides what becomes of the data directory, and of a cluster in the making, before Patroni starts.
/// <para>
/// Invariant: data that could hold an acknowledged write is never set aside, and the right to make the cluster is never taken from a living
/// member. Data without a control file cannot have been started, and data that was made since this member's empty start, in a cluster
/// without identity, was never led: Patroni writes the identity before it takes the leader key for the first time.
/// </para>
/// </summary>
internal static class StartDecision
{
    internal static StartStep Decide(StartFacts facts) => facts switch
    {
        { HasData: true, WasEmpty: true, Identity: Identity.Unknown } => StartStep.AskStore,
        { HasData: true, WasEmpty: true, Identity: Identity.Pending } => StartStep.Withdraw,
        { HasData: true, IsComplete: false } => StartStep.SetAside,

        // Only one member makes the cluster. If it was this one, it was killed before its first file.
        { HasData: false, WasEmpty: true, Identity: Identity.Pending } => facts.Others switch
        {
            OtherMaker.Unknown => StartStep.AskOthers,
            OtherMaker.None => StartStep.Withdraw,
            _ => StartStep.Keep,
        },
        _ => StartStep.Keep,
    };
}
