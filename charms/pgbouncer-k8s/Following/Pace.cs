namespace Howdah.Charms.PgbouncerK8s.Following;

/// <summary>How often members are asked what they are: seldom while a primary is known, in quick succession while one is looked for.</summary>
internal sealed class Pace(TimeProvider time)
{
    private static readonly TimeSpan Leisure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Haste = TimeSpan.FromMilliseconds(15);

    // To open a session costs both sides more than to ask on one, and more than a member that stops or starts has to spare.
    private static readonly TimeSpan HasteToOpen = TimeSpan.FromMilliseconds(60);

    private TaskCompletionSource inHaste = New();

    /// <summary>Whether a primary is looked for. Beginning it ends the waits of leisure.</summary>
    internal bool IsInHaste
    {
        get => inHaste.Task.IsCompleted;
        set
        {
            if (value)
            {
                inHaste.TrySetResult();
            }
            else if (IsInHaste)
            {
                inHaste = New();
            }
        }
    }

    /// <summary>Waits until it is time to ask again, or to open a session again.</summary>
    internal async Task WaitAsync(bool hasSession, CancellationToken cancellation)
    {
        var haste = inHaste.Task;
        if (haste.IsCompleted)
        {
            await Task.Delay(hasSession ? Haste : HasteToOpen, time, cancellation);
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(haste, Task.Delay(Leisure, time, either.Token));
        await either.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
