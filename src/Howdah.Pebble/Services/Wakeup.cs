namespace Howdah.Pebble.Services;

/// <summary>Wakes one waiter; calls before it waits count once.</summary>
internal sealed class Wakeup : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public void Set()
    {
        try
        {
            if (_signal.CurrentCount == 0) _signal.Release();
        }
        catch (Exception late) when (late is SemaphoreFullException or ObjectDisposedException)
        {
            // Another call got there first, or the waiter has just gone.
        }
    }

    public Task WaitAsync(CancellationToken cancellation) => _signal.WaitAsync(cancellation);

    public void Dispose() => _signal.Dispose();
}
