namespace Howdah.Engine.Store;

/// <summary>Documents in memory: what tests use when they are not about durability.</summary>
public sealed class MemoryDocumentStore : IDocumentStore
{
    private readonly SortedDictionary<string, Document> _documents = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Document>> LoadAsync(string prefix, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<Document>>(
                [.. _documents.Values.Where(document => document.Key.StartsWith(prefix, StringComparison.Ordinal))]);
        }
    }

    /// <inheritdoc/>
    public ValueTask CommitAsync(IReadOnlyList<DocumentChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        lock (_lock)
        {
            foreach (var change in changes)
            {
                if ((_documents.GetValueOrDefault(change.Key)?.Version ?? 0) != change.ExpectedVersion)
                {
                    throw new StoreConflictException(change.Key);
                }
            }

            foreach (var change in changes)
            {
                if (change.Json is { } json)
                {
                    _documents[change.Key] = new Document(change.Key, change.ExpectedVersion + 1, json.ToArray());
                }
                else
                {
                    _documents.Remove(change.Key);
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
