namespace Howdah.Server.Client.Operations;

/// <summary>The states of a task.</summary>
public static class TaskStates
{
    /// <summary>Waits for its unit.</summary>
    public const string Pending = "pending";

    /// <summary>Runs.</summary>
    public const string Running = "running";

    /// <summary>Ended well.</summary>
    public const string Completed = "completed";

    /// <summary>Ended badly; the message says why.</summary>
    public const string Failed = "failed";

    /// <summary>Whether a task in this state will not change any more.</summary>
    public static bool IsFinal(string status) => status is not (Pending or Running or "aborting");
}
