using Howdah.Pebble.Client;

namespace Howdah.Ops.Testing;

public sealed partial class InMemoryPebble
{
    private readonly InMemoryFiles files = new();

    /// <inheritdoc/>
    public async Task PushAsync(
        string path, Stream content, PathOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        await AnswerAsync(() =>
        {
            files.Write(path, copy.ToArray(), options ?? new PathOptions(), time.GetUtcNow());
            return true;
        });
    }

    /// <inheritdoc/>
    public Task<Stream> PullAsync(string path, CancellationToken cancellationToken = default) =>
        AnswerAsync<Stream>(() => new MemoryStream(files.Read(path), writable: false));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RemoteFile>> ListFilesAsync(
        string path, string? pattern = null, bool itself = false, CancellationToken cancellationToken = default) =>
        AnswerAsync(() => files.List(path, pattern, itself));

    /// <inheritdoc/>
    public Task MakeDirectoryAsync(string path, PathOptions? options = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(() =>
        {
            files.MakeDirectory(path, options ?? new PathOptions(), time.GetUtcNow());
            return true;
        });

    /// <inheritdoc/>
    public Task RemovePathAsync(string path, bool recursive = false, CancellationToken cancellationToken = default) =>
        AnswerAsync(() =>
        {
            files.Remove(path, recursive);
            return true;
        });
}
