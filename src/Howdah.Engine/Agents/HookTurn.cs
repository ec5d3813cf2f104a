namespace Howdah.Engine.Agents;

/// <summary>
/// A unit's turn to run hooks: only so many units run any at once. A failover is a hook in every client of the cluster, and neither the
/// databases nor people's commands shall stand in line behind all of those. It lasts until the unit has no more hooks to run, so the one
/// on which many others wait does not wait for each of them again and again.
/// </summary>
internal sealed class HookTurn(SemaphoreSlim turns, TimeProvider time)
{
    /// <summary>A turn that does not come runs all the same after this long, so hooks that hang hold up the others but little.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private bool _isHeld;

    /// <summary>Whether hooks may run.</summary>
    public bool HasCome { get; private set; }

    /// <summary>Waits for it.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await turns.WaitAsync(either.Token).ConfigureAwait(false);
            _isHeld = true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Patience is at its end.
        }

        HasCome = true;
    }

    /// <summary>Ends it; nothing when it had not come.</summary>
    public void End()
    {
        if (_isHeld)
        {
            turns.Release();
        }

        HasCome = _isHeld = false;
    }
}
