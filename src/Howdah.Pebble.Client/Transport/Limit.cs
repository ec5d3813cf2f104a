namespace Howdah.Pebble.Client;

/// <summary>A cancellation token that also ends after a time, and tells the two apart.</summary>
internal sealed class Limit : IDisposable
{
    private readonly CancellationTokenSource? timer;
    private readonly CancellationTokenSource? linked;
    private readonly CancellationToken outer;
    private readonly TimeSpan? timeout;
    private readonly string what;

    public Limit(TimeProvider time, TimeSpan? timeout, string what, CancellationToken cancellationToken)
    {
        outer = cancellationToken;
        this.timeout = timeout;
        this.what = what;
        if (timeout is { } value)
        {
            timer = new CancellationTokenSource(value, time);
            linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        }
    }

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call)
    {
        try
        {
            return await call(linked?.Token ?? outer);
        }
        catch (OperationCanceledException) when (timer is { IsCancellationRequested: true } && !outer.IsCancellationRequested)
        {
            throw new PebbleTimeoutException($"Pebble did not answer {what} within {GoDuration.Format(timeout!.Value)}");
        }
    }

    public void Dispose()
    {
        linked?.Dispose();
        timer?.Dispose();
    }
}
