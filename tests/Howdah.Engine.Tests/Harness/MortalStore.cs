using Howdah.Engine.Store;

namespace Howdah.Engine.Tests.Harness;

/// <summary>A store whose engine dies at its n-th commit: just before it, or just after. From then on nothing is written any more.</summary>
internal sealed class MortalStore : IDocumentStore
{
    private readonly IDocumentStore _store;
    private readonly bool _after;
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left;

    public MortalStore(IDocumentStore store, int commits, bool after) => (_store, _left, _after) = (store, commits, after);

    public Task Died => _died.Task;

    public ValueTask<IReadOnlyList<Document>> LoadAsync(string prefix, CancellationToken cancellationToken) =>
        _store.LoadAsync(prefix, cancellationToken);

    public async ValueTask CommitAsync(IReadOnlyList<DocumentChange> changes, CancellationToken cancellationToken)
    {
        var isLast = Interlocked.Decrement(ref _left) <= 0;
        if (!isLast || (_after && !_died.Task.IsCompleted))
        {
            await _store.CommitAsync(changes, cancellationToken);
        }

        if (isLast)
        {
            _died.TrySetResult();
            throw new IOException("the engine is dead");
        }
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
