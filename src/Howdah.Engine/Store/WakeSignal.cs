namespace Howdah.Engine.Store;

/// <summary>Wakes one waiter. Set while nobody waits, it wakes the next who does, once.</summary>
internal sealed class WakeSignal
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _next = New();

    /// <summary>Wakes the waiter.</summary>
    public void Set()
    {
        lock (_lock)
        {
            _next.TrySetResult();
        }
    }

    /// <summary>Waits until it is set, or until <paramref name="timeout"/> has passed.</summary>
    public async Task WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        Task next;
        lock (_lock)
        {
            next = _next.Task;
        }

        if (!next.IsCompleted)
        {
            try
            {
                await next.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return;
            }
        }

        lock (_lock)
        {
            if (ReferenceEquals(_next.Task, next))
            {
                _next = New();
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
