using System.Text.Json;

namespace Howdah.Pebble.Client;

/// <summary>Something that Pebble does or did, as one or more tasks.</summary>
public sealed record Change(string Id, string Kind, string Summary, string Status, bool Ready)
{
    private readonly IReadOnlyList<ChangeTask>? tasks;

    /// <summary>Its tasks.</summary>
    public IReadOnlyList<ChangeTask> Tasks
    {
        get => tasks ?? [];
        init => tasks = value;
    }

    /// <summary>What went wrong; null when nothing did.</summary>
    public string? Err { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? SpawnTime { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? ReadyTime { get; init; }
}

/// <summary>One task of a change.</summary>
public sealed record ChangeTask(string Id, string Kind, string Summary, string Status)
{
    private readonly IReadOnlyList<string>? log;

    /// <summary>At most its last ten log lines.</summary>
    public IReadOnlyList<string> Log
    {
        get => log ?? [];
        init => log = value;
    }

    /// <summary>What the kind of task records, such as <c>exit-code</c> of an exec.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Data { get; init; }
}

/// <summary>Which changes to list.</summary>
public enum ChangeSelection
{
    /// <summary>Those that go on.</summary>
    InProgress,

    /// <summary>Those that ended.</summary>
    Ready,

    /// <summary>All of them.</summary>
    All,
}
