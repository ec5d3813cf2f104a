namespace Howdah.Ops;

/// <summary>The events of an endpoint.</summary>
/// <param name="Created">The relation is there, without units yet; told again when it was suspended and is resumed.</param>
/// <param name="Joined">A unit of the other side (of peers, another unit) is in the relation; its <c>changed</c> follows at once.</param>
/// <param name="Changed">What a unit of the other side says differs from what was told before; without a unit, what its application says.</param>
/// <param name="Departed">A unit has left, or leaves with the whole relation; when this unit goes, each of the others.</param>
/// <param name="Broken">The relation ends, or is suspended: all units have left. Never told of peers.</param>
public sealed record RelationEventSources(
    EventSource<RelationCreatedEvent> Created,
    EventSource<RelationJoinedEvent> Joined,
    EventSource<RelationChangedEvent> Changed,
    EventSource<RelationDepartedEvent> Departed,
    EventSource<RelationBrokenEvent> Broken)
{
    /// <summary>All of them, for a charm that finds out for itself what changed.</summary>
    public IReadOnlyList<EventSource> All => [Created, Joined, Changed, Departed, Broken];

    /// <summary>Those that matter where the other side's application speaks, and its units say nothing.</summary>
    public IReadOnlyList<EventSource> OfApplication => [Created, Changed.Where(e => e.Unit is null), Broken];
}

/// <summary>The events of a workload container.</summary>
/// <param name="PebbleReady">The container's Pebble answers, for the first time since the container or the engine started.</param>
/// <param name="CustomNotice">A custom notice was recorded in the container (<c>pebble notify</c>).</param>
/// <param name="CheckFailed">A health check of the container failed as often as its threshold says.</param>
/// <param name="CheckRecovered">A health check that had failed succeeds again.</param>
public sealed record ContainerEventSources(
    EventSource<PebbleReadyEvent> PebbleReady,
    EventSource<PebbleNoticeEvent> CustomNotice,
    EventSource<PebbleCheckEvent> CheckFailed,
    EventSource<PebbleCheckEvent> CheckRecovered)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<EventSource> All => [PebbleReady, CustomNotice, CheckFailed, CheckRecovered];
}

/// <summary>The events of a storage.</summary>
/// <param name="Attached">An instance of the storage is there, mounted.</param>
/// <param name="Detaching">An instance of the storage is about to go, and is still there.</param>
public sealed record StorageEventSources(EventSource<StorageEvent> Attached, EventSource<StorageEvent> Detaching);
