namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>What became of the member's leader key when the guard tried to give it back.</summary>
internal enum KeyState
{
    /// <summary>Not tried yet.</summary>
    NotTried,

    /// <summary>The key does not name this member: it is held by another, or not there.</summary>
    NotOurs,

    /// <summary>The key named this member and is deleted.</summary>
    Released,

    /// <summary>No member of the store answered.</summary>
    Unreachable,
}

/// <summary>Who takes over from this member once its key is released.</summary>
internal enum SuccessorState
{
    /// <summary>The other members have not been told yet.</summary>
    NotCalled,

    /// <summary>They have been told; none leads yet.</summary>
    Awaited,

    /// <summary>Another member leads.</summary>
    Leads,

    /// <summary>No other member answers, or none took over in time.</summary>
    None,
}

/// <summary>What the guard knows at one moment. Every fact is about this member alone.</summary>
internal sealed record GuardFacts
{
    /// <summary>The guard has just started and has not started Patroni yet.</summary>
    public bool Starting { get; init; }

    /// <summary>Patroni is running: the guard's own, or one left over from an earlier guard.</summary>
    public bool PatroniAlive { get; init; }

    /// <summary>
    /// A process that could write to the data directory is left, or one that could start such a process, Patroni itself apart.
    /// Doubt counts as true.
    /// </summary>
    public bool WritersLeft { get; init; }

    /// <summary>The postmaster died and its <c>postmaster.pid</c> is still there: it had no time to clean up.</summary>
    public bool PostmasterCrashed { get; init; }

    /// <summary>Processes do not run although they are alive: stopped by a signal, or Patroni's REST API is silent.</summary>
    public bool Frozen { get; init; }

    /// <summary>The guard itself did not run for longer than the lease can bridge: the machine or the sandbox was frozen.</summary>
    public bool Stalled { get; init; }

    /// <summary>Pebble wants the service to stop.</summary>
    public bool StopRequested { get; init; }

    /// <summary>The member's PostgreSQL is the primary, as far as its own files say.</summary>
    public bool Primary { get; init; }

    /// <summary>Patroni has been asked to stop.</summary>
    public bool StopAsked { get; init; }

    /// <summary>PostgreSQL itself has been asked to stop, and Patroni is out of its way.</summary>
    public bool HandingOver { get; init; }

    /// <summary>The time for an orderly stop is over.</summary>
    public bool StopOverdue { get; init; }

    /// <summary>What is known of the leader key.</summary>
    public KeyState Key { get; init; }

    /// <summary>What is known of the next leader.</summary>
    public SuccessorState Successor { get; init; }
}
