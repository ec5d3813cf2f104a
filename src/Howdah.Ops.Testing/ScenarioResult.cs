namespace Howdah.Ops.Testing;

/// <summary>What a dispatch did.</summary>
/// <param name="State">The state after it.</param>
public sealed record ScenarioResult(State State)
{
    /// <summary>The hook commands that it ran; each is a process in real life.</summary>
    public IReadOnlyList<HookCall> Commands { get; init; } = [];

    /// <summary>What it logged.</summary>
    public IReadOnlyList<LogLine> Logs { get; init; } = [];

    /// <summary>What it printed: debug lines.</summary>
    public string Output { get; init; } = "";

    /// <summary>The statuses that it gave the unit, one after the other.</summary>
    public IReadOnlyList<Status> UnitStatuses { get; init; } = [];

    /// <summary>The statuses that it gave the application, one after the other.</summary>
    public IReadOnlyList<Status> AppStatuses { get; init; } = [];

    /// <summary>What the action gave.</summary>
    public ActionOutcome Action { get; init; } = new();

    /// <summary>The storage that it asked for.</summary>
    public IReadOnlyDictionary<string, int> RequestedStorages { get; init; } =
        new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The secret revisions that it removed.</summary>
    public IReadOnlyList<(string Secret, int Revision)> RemovedRevisions { get; init; } = [];
}

/// <summary>A hook command that was run.</summary>
public sealed record HookCall(string Command, IReadOnlyList<string> Arguments)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Command} {string.Join(' ', Arguments)}";
}

/// <summary>A line that was logged.</summary>
public sealed record LogLine(string Level, string Message);

/// <summary>What an action gave.</summary>
public sealed record ActionOutcome
{
    /// <summary>Its results, nested keys with dots.</summary>
    public IReadOnlyDictionary<string, string> Results { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Its progress.</summary>
    public IReadOnlyList<string> Logs { get; init; } = [];

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Failure { get; init; }
}
