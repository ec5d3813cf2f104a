namespace Howdah.Charms.PostgresqlK8s.Healing;

/// <summary>What is known of a member that does not stream.</summary>
internal sealed record HealFacts
{
    /// <summary>Its PostgreSQL runs as a replica.</summary>
    internal required bool IsReplica { get; init; }

    /// <summary>A primary other than itself answers.</summary>
    internal required bool PrimaryAnswers { get; init; }

    /// <summary>The primary no longer has the part of the write-ahead log that comes next.</summary>
    internal required bool LogIsGone { get; init; }

    /// <summary>The member that is being copied anew already; null for none.</summary>
    internal string? BeingCopied { get; init; }
}

/// <summary>What is done about a member that does not stream.</summary>
internal enum HealVerdict
{
    /// <summary>Patroni sees to it, or nothing can be done yet.</summary>
    LeaveAlone,

    /// <summary>Another member is being copied; one at a time.</summary>
    WaitForOther,

    /// <summary>Throw its data away and copy the primary's.</summary>
    CopyAnew,
}

/// <summary>
/// Decides whether a member's data is thrown away. Patroni rewinds what has diverged, and makes a member whose data directory is empty; what it
/// leaves as it is, is a replica whose next piece of log is gone: it would wait for it for ever.
/// <para>
/// Invariant: data is thrown away only of a replica, only while a primary answers that holds all of it, only when it is certain that the replica
/// can never go on, and only of one member at a time.
/// </para>
/// </summary>
internal static class HealDecision
{
    internal static HealVerdict Of(HealFacts facts) => facts switch
    {
        { IsReplica: false } or { PrimaryAnswers: false } or { LogIsGone: false } => HealVerdict.LeaveAlone,
        { BeingCopied: not null } => HealVerdict.WaitForOther,
        _ => HealVerdict.CopyAnew,
    };
}
