using System.Text.Json;

namespace Howdah.Server.Client.Operations;

/// <summary>An operation, in the shape of <c>juju show-operation --format json</c>: its tasks are a map by id.</summary>
public sealed record OperationSummary
{
    /// <summary>What was asked for.</summary>
    public required string Summary { get; init; }

    /// <summary>The tasks' state, taken together.</summary>
    public required string Status { get; init; }

    /// <summary>The action that was asked for.</summary>
    public OperationAction? Action { get; init; }

    /// <summary>When it was asked for, began and ended.</summary>
    public TaskTiming? Timing { get; init; }

    /// <summary>Its tasks by id.</summary>
    public required IReadOnlyDictionary<string, OperationTask> Tasks { get; init; }

    /// <summary>This shape of an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="withResults">Whether to tell what the tasks logged and gave back.</param>
    public static OperationSummary Of(OperationDetail operation, bool withResults)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return new OperationSummary
        {
            Summary = operation.Summary,
            Status = operation.Status,
            Action = operation.Action,
            Timing = operation.Timing,
            Tasks = operation.Tasks.ToDictionary(
                task => task.Id,
                task => withResults
                    ? new OperationTask(task.Unit, task.Status)
                    {
                        Timing = task.Timing, Log = task.Log, Message = task.Message, Results = task.Results,
                    }
                    : new OperationTask(task.Unit, task.Status),
                StringComparer.Ordinal),
        };
    }
}

/// <summary>An action that was asked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">A JSON object.</param>
public sealed record OperationAction(string Name, JsonElement Parameters);

/// <summary>A task of an operation.</summary>
/// <param name="Host">The unit it runs on.</param>
/// <param name="Status">One of <see cref="TaskStates"/>.</param>
public sealed record OperationTask(string Host, string Status)
{
    /// <summary>When it was asked for, began and ended.</summary>
    public TaskTiming? Timing { get; init; }

    /// <summary>What the action logged, with time stamps.</summary>
    public IReadOnlyList<string>? Log { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Message { get; init; }

    /// <summary>What it gave back.</summary>
    public JsonElement? Results { get; init; }
}
