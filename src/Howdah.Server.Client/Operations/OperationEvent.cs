namespace Howdah.Server.Client.Operations;

/// <summary>One line of the stream that follows an operation: a task's log line, or a task's end.</summary>
public sealed record OperationEvent
{
    /// <summary>The task it is about.</summary>
    public required string Task { get; init; }

    /// <summary>Something that the action logged.</summary>
    public TaskLogLine? Log { get; init; }

    /// <summary>The task's result; nothing of this task follows it.</summary>
    public TaskDetail? Result { get; init; }
}

/// <summary>Something that an action logged while it ran.</summary>
/// <param name="Timestamp">When.</param>
/// <param name="Message">What.</param>
public sealed record TaskLogLine(DateTimeOffset Timestamp, string Message);
