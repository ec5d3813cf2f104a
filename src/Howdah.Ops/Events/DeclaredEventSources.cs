namespace Howdah.Ops;

/// <summary>The events of an endpoint.</summary>
public sealed record RelationEventSources(
    EventSource<RelationCreatedEvent> Created,
    EventSource<RelationJoinedEvent> Joined,
    EventSource<RelationChangedEvent> Changed,
    EventSource<RelationDepartedEvent> Departed,
    EventSource<RelationBrokenEvent> Broken)
{
    /// <summary>All of them, for a charm that finds out for itself what changed.</summary>
    public IReadOnlyList<EventSource> All => [Created, Joined, Changed, Departed, Broken];
}

/// <summary>The events of a workload container.</summary>
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
public sealed record StorageEventSources(EventSource<StorageEvent> Attached, EventSource<StorageEvent> Detaching);
