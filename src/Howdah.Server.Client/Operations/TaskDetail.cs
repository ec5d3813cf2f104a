using System.Text.Json;

namespace Howdah.Server.Client.Operations;

/// <summary>An action (or shell command) on one unit, in the shape of <c>juju run --format json</c>.</summary>
public sealed record TaskDetail
{
    /// <summary>Number of the task.</summary>
    public required string Id { get; init; }

    /// <summary>The unit it runs on.</summary>
    public required string Unit { get; init; }

    /// <summary>One of <see cref="TaskStates"/>.</summary>
    public required string Status { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Message { get; init; }

    /// <summary>What the action logged, with time stamps.</summary>
    public IReadOnlyList<string>? Log { get; init; }

    /// <summary>A JSON object: what the action set, and <c>return-code</c>, <c>stdout</c>, <c>stderr</c>.</summary>
    public JsonElement? Results { get; init; }

    /// <summary>When it was asked for, began and ended.</summary>
    public TaskTiming? Timing { get; init; }
}

/// <summary>Times of a task, local with offset.</summary>
public sealed record TaskTiming
{
    /// <summary>When it was asked for.</summary>
    public string? Enqueued { get; init; }

    /// <summary>When it began.</summary>
    public string? Started { get; init; }

    /// <summary>When it ended.</summary>
    public string? Completed { get; init; }
}
