using System.Collections.Immutable;
using System.Text.Json;

namespace Howdah.Engine.Models;

/// <summary>A person's request: one task for each unit it goes to.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Summary">What was asked, for people.</param>
/// <param name="Enqueued">When.</param>
/// <param name="Tasks">Ids of the tasks.</param>
public sealed record OperationRecord(int Id, string Summary, DateTimeOffset Enqueued, ImmutableArray<int> Tasks);

/// <summary>An action, or a command to be executed, on one unit.</summary>
public sealed record TaskRecord
{
    /// <summary>Name of the action under which commands are run.</summary>
    public const string Exec = "juju-exec";

    /// <summary>Its id.</summary>
    public required int Id { get; init; }

    /// <summary>The operation it belongs to.</summary>
    public required int Operation { get; init; }

    /// <summary>The unit.</summary>
    public required string Unit { get; init; }

    /// <summary>The action; <see cref="Exec"/> for a command.</summary>
    public required string Action { get; init; }

    /// <summary>Its parameters, defaults filled in.</summary>
    public required JsonElement Parameters { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset Enqueued { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? Completed { get; init; }

    /// <summary>One of <see cref="TaskStatus"/>.</summary>
    public string Status { get; init; } = TaskStatus.Pending;

    /// <summary>Why it failed; empty otherwise.</summary>
    public string Message { get; init; } = "";

    /// <summary>What it reported on its way.</summary>
    public ImmutableArray<TaskLogLine> Log { get; init; } = [];

    /// <summary>Results that the charm set, as nested maps of strings.</summary>
    public JsonElement? Results { get; init; }

    /// <summary>Exit code; null before the end, or when it never ran.</summary>
    public int? ReturnCode { get; init; }

    /// <summary>What it printed; base64 when <see cref="StdoutIsBase64"/>.</summary>
    public string Stdout { get; init; } = "";

    /// <summary>What it printed to standard error; base64 when <see cref="StderrIsBase64"/>.</summary>
    public string Stderr { get; init; } = "";

    /// <summary>True when standard output was no UTF-8.</summary>
    public bool StdoutIsBase64 { get; init; }

    /// <summary>True when standard error was no UTF-8.</summary>
    public bool StderrIsBase64 { get; init; }

    /// <summary>True once nothing of it changes any more.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOver => Status is not (TaskStatus.Pending or TaskStatus.Running);
}

/// <summary>A line of progress of a task.</summary>
/// <param name="Time">When.</param>
/// <param name="Text">What the charm said.</param>
public sealed record TaskLogLine(DateTimeOffset Time, string Text);

/// <summary>Names of the statuses of a task.</summary>
public static class TaskStatus
{
    /// <summary>Waits for its turn.</summary>
    public const string Pending = "pending";

    /// <summary>Runs.</summary>
    public const string Running = "running";

    /// <summary>Ended well.</summary>
    public const string Completed = "completed";

    /// <summary>Ended badly.</summary>
    public const string Failed = "failed";

    /// <summary>Was never begun.</summary>
    public const string Cancelled = "cancelled";
}
