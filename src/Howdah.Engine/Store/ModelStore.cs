using System.Threading.Channels;
using Howdah.Engine.Changes;
using Howdah.Engine.Models;
using Microsoft.Extensions.Logging;

namespace Howdah.Engine.Store;

/// <summary>
/// One model in memory and on disk. All changes go through one queue. What is queued together is written together, so parallel hooks share
/// one write to the disk. Two promises: nobody sees a durable change before it is on the disk, and what is on the disk is always a
/// state that the model once had (changes reach it in their order).
/// </summary>
internal sealed partial class ModelStore : IAsyncDisposable
{
    private static readonly TimeSpan WriteBehind = TimeSpan.FromMilliseconds(500);

    private readonly IDocumentStore _documents;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Channel<Change> _queue = Channel.CreateUnbounded<Change>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly Subscribers _subscribers = new();
    private readonly Task _writer;
    private volatile ModelSnapshot _current;
    private ModelSnapshot? _durable;

    private ModelStore(
        IDocumentStore documents, ModelSnapshot current, ModelSnapshot? durable, IEnumerable<Document> loaded, TimeProvider time, ILogger log)
    {
        (_documents, _current, _durable, _time, _log) = (documents, current, durable, time, log);
        foreach (var document in loaded)
        {
            _versions[document.Key] = document.Version;
        }

        _writer = WriteAsync();
    }

    /// <summary>True once the model is deleted.</summary>
    public bool IsDeleted { get; private set; }

    /// <summary>Told of every change, before anybody else is: the model before and after.</summary>
    public Action<ModelSnapshot, ModelSnapshot>? Changed { get; set; }

    /// <summary>The model as everybody sees it.</summary>
    public ModelSnapshot Current => _current;

    /// <summary>Reads an existing model.</summary>
    public static async Task<ModelStore> LoadAsync(
        IDocumentStore documents, string model, TimeProvider time, ILogger log, CancellationToken cancellationToken)
    {
        var loaded = await documents.LoadAsync($"{model}/", cancellationToken).ConfigureAwait(false);
        var snapshot = ModelDocuments.Load(loaded);
        return new ModelStore(documents, snapshot, snapshot, loaded, time, log);
    }

    /// <summary>Makes a new model; it is on the disk when this returns.</summary>
    public static async Task<ModelStore> CreateAsync(IDocumentStore documents, ModelRecord model, TimeProvider time, ILogger log)
    {
        var store = new ModelStore(documents, new ModelSnapshot { Model = model }, null, [], time, log);
        try
        {
            await store.CommitAsync(snapshot => snapshot).ConfigureAwait(false);
            return store;
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Changes the model durably. The change is visible when this returns, and to nobody before it is on the disk.</summary>
    /// <exception cref="EngineException">The change was refused or couldn't be written; nothing is changed then.</exception>
    public Task<ModelSnapshot> CommitAsync(Func<ModelSnapshot, ModelSnapshot> change) => Enqueue(change, durable: true);

    /// <summary>
    /// Changes the model now and the disk a little later (with the next durable change, or after half a second). For what is found out again
    /// anyway when it is lost: statuses, leases, observations.
    /// </summary>
    public Task<ModelSnapshot> UpdateAsync(Func<ModelSnapshot, ModelSnapshot> change) => Enqueue(change, durable: false);

    /// <summary>
    /// Has <paramref name="signal"/> set after every change, or after those that <paramref name="concerns"/> is true of, until the result is disposed.
    /// </summary>
    public IDisposable Subscribe(WakeSignal signal, Func<ModelSnapshot, ModelSnapshot, bool>? concerns = null) =>
        _subscribers.Add(signal, concerns);

    /// <summary>Deletes the model from the disk.</summary>
    public async Task DeleteAsync()
    {
        _queue.Writer.TryComplete();
        await _writer.ConfigureAwait(false);
        await WriteDifferencesAsync(null).ConfigureAwait(false);
        IsDeleted = true;
        _subscribers.WakeAll();
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writer.ConfigureAwait(false);
    }

    private Task<ModelSnapshot> Enqueue(Func<ModelSnapshot, ModelSnapshot> change, bool durable)
    {
        var entry = new Change(change, durable);
        return _queue.Writer.TryWrite(entry)
            ? entry.Done.Task
            : Task.FromException<ModelSnapshot>(EngineException.Unavailable("the engine is stopping"));
    }

    private async Task WriteAsync()
    {
        await Task.Yield();
        var batch = new List<Change>();
        while (await WaitAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < 100 && _queue.Reader.TryRead(out var change))
            {
                batch.Add(change);
            }

            await ProcessAsync(batch).ConfigureAwait(false);
        }

        await FlushAsync().ConfigureAwait(false);
    }

    // Waits for changes; what was changed in memory only is written when nothing comes for a while.
    private async Task<bool> WaitAsync()
    {
        var next = _queue.Reader.WaitToReadAsync().AsTask();
        if (!next.IsCompleted && !ReferenceEquals(_durable, _current))
        {
            using var timer = new CancellationTokenSource();
            var quiet = Task.Delay(WriteBehind, _time, timer.Token);
            if (await Task.WhenAny(next, quiet).ConfigureAwait(false) == quiet)
            {
                await FlushAsync().ConfigureAwait(false);
            }

            await timer.CancelAsync().ConfigureAwait(false);
        }

        return await next.ConfigureAwait(false);
    }

    private async Task FlushAsync()
    {
        try
        {
            await WriteDifferencesAsync(_current).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogFlushFailed(e, _current.Model.Name);
        }
    }

    private async Task ProcessAsync(List<Change> batch)
    {
        var after = Apply(batch, _current);
        if (batch.Exists(change => change is { Durable: true, Error: null }))
        {
            try
            {
                await WriteDifferencesAsync(after).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                var error = e as EngineException ?? EngineException.Unavailable($"the model can't be written: {e.Message}", e);
                foreach (var change in batch.Where(change => change.Durable))
                {
                    change.Error ??= error;
                }

                after = Apply([.. batch.Where(change => change.Error is null)], _current);
            }
        }

        if (!ReferenceEquals(after, _current))
        {
            Publish(after);
        }

        foreach (var change in batch)
        {
            change.Complete(_current);
        }
    }

    private static ModelSnapshot Apply(IReadOnlyList<Change> batch, ModelSnapshot before)
    {
        foreach (var change in batch)
        {
            try
            {
                before = ModelRules.Settle(change.Apply(before));
            }
            catch (Exception e)
            {
                change.Error = e;
            }
        }

        return before;
    }

    private void Publish(ModelSnapshot after)
    {
        var sameAsDisk = ReferenceEquals(after, _durable);
        var before = _current;
        Changed?.Invoke(before, after);
        _current = after with { Revision = before.Revision + 1 };
        _durable = sameAsDisk ? _current : _durable;
        _subscribers.Wake(before, _current);
    }

    private async Task WriteDifferencesAsync(ModelSnapshot? after)
    {
        var changes = ModelDocuments.Differences(_durable, after)
            .Select(change => new DocumentChange(
                change.Key,
                _versions.GetValueOrDefault(change.Key),
                // Said in full, as both null and a missing array convert to an empty document by themselves.
                change.Json is { } json ? new ReadOnlyMemory<byte>?(json) : default(ReadOnlyMemory<byte>?)))
            .ToList();
        if (changes.Count > 0)
        {
            await _documents.CommitAsync(changes, CancellationToken.None).ConfigureAwait(false);
        }

        foreach (var change in changes)
        {
            if (change.Json is null)
            {
                _versions.Remove(change.Key);
            }
            else
            {
                _versions[change.Key] = change.ExpectedVersion + 1;
            }
        }

        _durable = after;
    }

    [LoggerMessage(EventId = 100, Level = LogLevel.Error, Message = "Model {Model}: statuses can't be written, they are kept in memory until they can")]
    private partial void LogFlushFailed(Exception exception, string model);

    private sealed class Change(Func<ModelSnapshot, ModelSnapshot> apply, bool durable)
    {
        public bool Durable => durable;

        public Exception? Error { get; set; }

        public TaskCompletionSource<ModelSnapshot> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ModelSnapshot Apply(ModelSnapshot before) => apply(before);

        public void Complete(ModelSnapshot current)
        {
            if (Error is null)
            {
                Done.TrySetResult(current);
            }
            else
            {
                Done.TrySetException(Error);
            }
        }
    }
}
