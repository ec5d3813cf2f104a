namespace Howdah.Pebble.State;

/// <summary>Something that the daemon was asked to do, made of tasks. Read and changed under the lock of <see cref="ChangeStore"/> only.</summary>
internal sealed class Change(string id, string kind, string summary, DateTimeOffset spawnTime)
{
    public string Id { get; } = id;

    public string Kind { get; } = kind;

    public string Summary { get; } = summary;

    public DateTimeOffset SpawnTime { get; } = spawnTime;

    public DateTimeOffset? ReadyTime { get; set; }

    public List<ChangeTask> Tasks { get; } = [];

    /// <summary>What its notices carry besides the kind.</summary>
    public string? CheckName { get; init; }

    /// <summary>The services that it names.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Completes when the change is ready.</summary>
    public TaskCompletionSource Ready { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The status that the last notice told.</summary>
    public Status Noticed { get; set; }

    public Status Status => Statuses.OfChange([.. Tasks.Select(t => t.Status)]);

    /// <summary>What failed, or null.</summary>
    public string? Error
    {
        get
        {
            if (Status != Status.Error) return null;
            var failed = Tasks.Where(t => t.Status == Status.Error).Select(t => $"\n- {t.Summary} ({t.ErrorText})");
            return "cannot perform the following tasks:" + string.Concat(failed);
        }
    }
}
