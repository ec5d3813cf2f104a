namespace Howdah.Engine.Store;

/// <summary>
/// Where the model is kept: JSON documents by key, each with a version. One transaction changes any number of them or none.
/// The same seam is SQLite on a machine and custom resources on Kubernetes.
/// </summary>
public interface IDocumentStore : IAsyncDisposable
{
    /// <summary>All documents whose key begins with <paramref name="prefix"/>, in key order.</summary>
    ValueTask<IReadOnlyList<Document>> LoadAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Writes all changes durably and at once, or none.</summary>
    /// <exception cref="StoreConflictException">A document no longer has the version that its change expects.</exception>
    ValueTask CommitAsync(IReadOnlyList<DocumentChange> changes, CancellationToken cancellationToken);
}

/// <summary>A document as it is stored.</summary>
/// <param name="Key">Path-like key, <c>default/unit/postgresql-k8s/0</c>.</param>
/// <param name="Version">1 when created, one more with every change.</param>
/// <param name="Json">UTF-8 JSON.</param>
public sealed record Document(string Key, long Version, ReadOnlyMemory<byte> Json);

/// <summary>One document's part in a transaction.</summary>
/// <param name="Key">Its key.</param>
/// <param name="ExpectedVersion">The version it must have; 0 when it must not exist.</param>
/// <param name="Json">New content; null deletes it.</param>
public sealed record DocumentChange(string Key, long ExpectedVersion, ReadOnlyMemory<byte>? Json);

/// <summary>Somebody else changed a document first.</summary>
/// <param name="key">The document's key.</param>
public sealed class StoreConflictException(string key) : Exception($"document \"{key}\" was changed by somebody else");
