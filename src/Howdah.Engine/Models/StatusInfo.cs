namespace Howdah.Engine.Models;

/// <summary>A status with its message.</summary>
/// <param name="Current">One of <see cref="WorkloadStatus"/> or <see cref="AgentStatus"/>.</param>
/// <param name="Message">For people; may be empty.</param>
/// <param name="Since">When it came to be so.</param>
public sealed record StatusInfo(string Current, string Message, DateTimeOffset Since)
{
    /// <summary>This status now; the same object, with its old time, when nothing differs.</summary>
    public StatusInfo To(string current, string message, DateTimeOffset now) =>
        Current == current && Message == message ? this : new StatusInfo(current, message, now);
}

/// <summary>Names of workload and application statuses.</summary>
public static class WorkloadStatus
{
    /// <summary>Serving.</summary>
    public const string Active = "active";

    /// <summary>A person has to do something.</summary>
    public const string Blocked = "blocked";

    /// <summary>At work on itself.</summary>
    public const string Maintenance = "maintenance";

    /// <summary>Something else has to happen first.</summary>
    public const string Waiting = "waiting";

    /// <summary>The charm never said.</summary>
    public const string Unknown = "unknown";

    /// <summary>A hook failed.</summary>
    public const string Error = "error";

    /// <summary>Removed.</summary>
    public const string Terminated = "terminated";

    /// <summary>Statuses from most to least severe, in the order in which an application takes them over from its units.</summary>
    public static IReadOnlyList<string> BySeverity { get; } = [Error, Blocked, Maintenance, Waiting, Active, Terminated, Unknown];
}

/// <summary>Names of the statuses of a unit's agent.</summary>
public static class AgentStatus
{
    /// <summary>The unit's place is being made.</summary>
    public const string Allocating = "allocating";

    /// <summary>A hook or an action runs.</summary>
    public const string Executing = "executing";

    /// <summary>Nothing to do.</summary>
    public const string Idle = "idle";

    /// <summary>The unit's place can't be made, or not be removed.</summary>
    public const string Failed = "failed";
}
