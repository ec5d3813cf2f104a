using Howdah.Pebble.Client;

namespace Howdah.Ops;

/// <summary>Something happened in a workload container.</summary>
public abstract class ContainerEvent(Container container) : CharmEvent
{
    /// <summary>The container.</summary>
    public Container Container { get; } = container;
}

/// <summary>The container's Pebble answers.</summary>
public sealed class PebbleReadyEvent(Container container) : ContainerEvent(container);

/// <summary>A custom notice was recorded in the container.</summary>
public sealed class PebbleNoticeEvent(Container container, string id, string type, string key) : ContainerEvent(container)
{
    /// <summary>Its number.</summary>
    public string NoticeId { get; } = id;

    /// <summary><c>custom</c>.</summary>
    public string NoticeType { get; } = type;

    /// <summary>What it is about, <c>example.com/path</c>.</summary>
    public string NoticeKey { get; } = key;

    /// <summary>All of it, with its data.</summary>
    public Task<Notice> GetNoticeAsync(CancellationToken cancellationToken = default) =>
        Container.Pebble.GetNoticeAsync(NoticeId, cancellationToken);
}

/// <summary>A health check of the container went down, or up again.</summary>
public sealed class PebbleCheckEvent(Container container, string check) : ContainerEvent(container)
{
    /// <summary>Name of the check.</summary>
    public string CheckName { get; } = check;

    /// <summary>How it stands now, or null when it is not in the plan any more.</summary>
    public async Task<CheckInfo?> GetCheckAsync(CancellationToken cancellationToken = default) =>
        (await Container.Pebble.GetChecksAsync(names: [CheckName], cancellationToken: cancellationToken)).SingleOrDefault();
}
