using System.Text;
using Howdah.Engine.Store;

namespace Howdah.Engine.Tests.Store;

/// <summary>What every document store has to do.</summary>
public abstract class DocumentStoreCompliance : IAsyncLifetime
{
    private IDocumentStore _store = null!;

    [Fact]
    public async Task Documents_come_back_in_the_order_of_their_keys_with_their_versions()
    {
        await CommitAsync(New("m/b", "2"), New("m/a", "1"), New("other/a", "3"));
        await CommitAsync(Change("m/a", 1, "1b"));

        var loaded = await _store.LoadAsync("m/", CancellationToken.None);
        Assert.Equal([("m/a", 2L, "1b"), ("m/b", 1L, "2")], loaded.Select(document => (document.Key, document.Version, Text(document))));
    }

    [Fact]
    public async Task A_prefix_is_taken_as_it_is_and_not_as_a_pattern()
    {
        await CommitAsync(New("a_/x", "1"), New("ab/x", "2"), New("a%/x", "3"));
        Assert.Equal(["a_/x"], (await _store.LoadAsync("a_/", CancellationToken.None)).Select(document => document.Key));
    }

    [Fact]
    public async Task A_transaction_changes_all_or_nothing()
    {
        await CommitAsync(New("m/a", "1"));
        var conflict = await Assert.ThrowsAsync<StoreConflictException>(() => CommitAsync(New("m/b", "2"), Change("m/a", 7, "x")));
        Assert.Contains("m/a", conflict.Message, StringComparison.Ordinal);
        Assert.Equal(["m/a"], (await _store.LoadAsync("", CancellationToken.None)).Select(document => document.Key));
    }

    [Theory]
    [InlineData(0, "x")]
    [InlineData(2, "x")]
    [InlineData(2, null)]
    [InlineData(0, null)]
    public async Task A_document_with_another_version_than_expected_is_a_conflict(long expected, string? content)
    {
        await CommitAsync(New("m/a", "1"));
        await Assert.ThrowsAsync<StoreConflictException>(() => CommitAsync(Change("m/a", expected, content)));
        Assert.Equal("1", Text((await _store.LoadAsync("m/a", CancellationToken.None)).Single()));
    }

    [Fact]
    public async Task A_deleted_document_is_gone_and_can_be_made_anew()
    {
        await CommitAsync(New("m/a", "1"));
        await CommitAsync(Change("m/a", 1, null));
        Assert.Empty(await _store.LoadAsync("", CancellationToken.None));
        await CommitAsync(New("m/a", "2"));
        Assert.Equal(1, (await _store.LoadAsync("", CancellationToken.None)).Single().Version);
    }

    public Task InitializeAsync()
    {
        _store = Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        Close();
    }

    protected abstract IDocumentStore Open();

    protected virtual void Close()
    {
    }

    private static DocumentChange New(string key, string content) => Change(key, 0, content);

    private static DocumentChange Change(string key, long version, string? content) =>
        new(key, version, content is null ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>?(Encoding.UTF8.GetBytes(content)));

    private static string Text(Document document) => Encoding.UTF8.GetString(document.Json.Span);

    private Task CommitAsync(params DocumentChange[] changes) => _store.CommitAsync(changes, CancellationToken.None).AsTask();
}
