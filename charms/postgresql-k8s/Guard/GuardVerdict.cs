namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>The next thing that the guard does.</summary>
internal enum GuardStep
{
    /// <summary>All is as it should be: wait for something to happen.</summary>
    Nothing,

    /// <summary>Start Patroni; a PostgreSQL that runs is adopted by it.</summary>
    StartPatroni,

    /// <summary>Ask Patroni to stop PostgreSQL and to hand over the leader key.</summary>
    AskPatroniToStop,

    /// <summary>
    /// Kill Patroni, so that it starts nothing, and ask PostgreSQL for a fast shutdown: it sends its standbys all that it wrote. What Patroni
    /// would do takes a second or two longer, and the key is only given back once the process is gone.
    /// </summary>
    HandOver,

    /// <summary>Kill Patroni and every process that could write, and wait until the kernel says that they are dead.</summary>
    KillRemaining,

    /// <summary>Kill a Patroni that an earlier guard left behind; PostgreSQL goes on.</summary>
    KillPatroni,

    /// <summary>Delete the leader key if it still names this member.</summary>
    ReleaseKey,

    /// <summary>Tell the other members that the leader key is free.</summary>
    CallSuccessors,

    /// <summary>Look whether another member leads, so that a new Patroni here does not take back what was to be handed over.</summary>
    AwaitSuccessor,

    /// <summary>The store cannot be reached, so the lease in it decides; try again before Patroni is started.</summary>
    LeaveToLease,

    /// <summary>Nothing is left to guard: exit, so that Pebble starts the service anew, or leaves it stopped.</summary>
    Exit,
}

/// <summary>A step and why.</summary>
internal sealed record GuardVerdict(GuardStep Step, string Reason);
