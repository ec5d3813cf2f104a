namespace Howdah.Server.Client.Operations;

/// <summary>One or more tasks that were asked for together.</summary>
/// <param name="Id">Number of the operation.</param>
/// <param name="Summary">What was asked for.</param>
/// <param name="Status">The tasks' state, taken together.</param>
/// <param name="Tasks">Its tasks, one a unit.</param>
public sealed record OperationDetail(string Id, string Summary, string Status, IReadOnlyList<TaskDetail> Tasks)
{
    /// <summary>The action that was asked for.</summary>
    public OperationAction? Action { get; init; }

    /// <summary>When it was asked for, began and ended.</summary>
    public TaskTiming? Timing { get; init; }
}
