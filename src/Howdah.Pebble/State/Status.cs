namespace Howdah.Pebble.State;

/// <summary>The status of a task or a change; the numbers are those of the state file.</summary>
internal enum Status
{
    Default, Hold, Do, Doing, Done, Abort, Undo, Undoing, Undone, Error, Wait,
}

/// <summary>Rules about statuses.</summary>
internal static class Statuses
{
    private static readonly Status[] _precedence =
    [
        Status.Abort, Status.Undoing, Status.Undo, Status.Doing, Status.Do, Status.Wait, Status.Error, Status.Undone, Status.Done, Status.Hold,
    ];

    public static bool IsReady(this Status status) => status is Status.Done or Status.Undone or Status.Hold or Status.Error;

    /// <summary>The status of a change whose tasks have these; Done without tasks.</summary>
    public static Status OfChange(IReadOnlyCollection<Status> tasks)
    {
        foreach (var status in _precedence)
        {
            if (tasks.Contains(status)) return status;
        }
        return Status.Done;
    }
}
