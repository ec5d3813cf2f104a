namespace Howdah.Charms.PostgresqlK8s.Healing;

/// <summary>What is known of a member that does not stream.</summary>
internal sealed record HealFacts
{
    /// <summary>A primary other than itself answers.</summary>
    internal required bool PrimaryAnswers { get; init; }

    /// <summary>Its PostgreSQL runs as a replica.</summary>
    internal bool IsReplica { get; init; }

    /// <summary>Its PostgreSQL is down, nothing copies data to it, and its control file is missing.</summary>
    internal bool DataIsBroken { get; init; }

    /// <summary>For how long Patroni has tried in vain to start its PostgreSQL, as far as the charm has seen.</summary>
    internal TimeSpan StartFailsFor { get; init; }

    /// <summary>Its data was copied anew because it did not start, and it has not started since.</summary>
    internal bool CopyWasInVain { get; init; }

    /// <summary>Its volume is full.</summary>
    internal bool VolumeIsFull { get; init; }

    /// <summary>The primary no longer has the part of the write-ahead log that comes next.</summary>
    internal bool LogIsGone { get; init; }

    /// <summary>The replication slot that it asks for is not on the primary.</summary>
    internal bool SlotIsMissing { get; init; }

    /// <summary>The other member that is being copied anew already; null for none.</summary>
    internal string? BeingCopied { get; init; }
}

/// <summary>What is done about a member that does not stream.</summary>
internal enum HealStep
{
    /// <summary>Patroni sees to it, or nothing can be done yet.</summary>
    LeaveAlone,

    /// <summary>Another member is being copied; one at a time.</summary>
    WaitForOther,

    /// <summary>Make its replication slot on the primary again.</summary>
    MakeSlot,

    /// <summary>Throw its data away and copy the primary's.</summary>
    CopyAnew,

    /// <summary>A person has to look.</summary>
    GiveUp,
}

/// <summary>A step, and why it is taken.</summary>
internal sealed record HealVerdict(HealStep Step, string Reason = "");

/// <summary>
/// Decides what is done about a member that Patroni leaves as it is. Patroni rewinds what has diverged, and makes a member whose data directory
/// is empty; but a replica whose next piece of log is gone would wait for it for ever, one whose files are broken would be started in vain
/// for ever, and Patroni 3.0 does not see that a slot was dropped.
/// <para>
/// Invariant: data is thrown away only of a member that is no primary, only while a primary answers that holds all of it, only when the
/// member cannot go on by itself and has room, only of one member at a time, and not twice in vain.
/// </para>
/// </summary>
internal static class HealDecision
{
    /// <summary>A start that is merely slow, as after a crash under load, is not said to have failed; this is for what passes by itself.</summary>
    internal static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    internal static HealVerdict Of(HealFacts facts) => facts switch
    {
        { PrimaryAnswers: false } => new(HealStep.LeaveAlone),
        { IsReplica: true, LogIsGone: true } => Copy(facts, "the write-ahead log that comes next is gone"),
        { IsReplica: false, VolumeIsFull: true } => new(HealStep.LeaveAlone),
        { IsReplica: false, DataIsBroken: true } => Copy(facts, "the data directory has no control file"),
        { IsReplica: false, CopyWasInVain: true } => new(HealStep.GiveUp, "PostgreSQL does not start, not even with a fresh copy of the data"),
        { IsReplica: false } when facts.StartFailsFor >= StartPatience => Copy(facts, "PostgreSQL does not start with the data that is there"),
        { IsReplica: true, SlotIsMissing: true } => new(HealStep.MakeSlot, "the replication slot was dropped"),
        _ => new(HealStep.LeaveAlone),
    };

    private static HealVerdict Copy(HealFacts facts, string reason) =>
        new(facts.BeingCopied is null ? HealStep.CopyAnew : HealStep.WaitForOther, reason);
}
