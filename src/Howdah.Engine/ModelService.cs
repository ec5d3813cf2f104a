using System.Runtime.CompilerServices;
using Howdah.Engine.Agents;
using Howdah.Engine.Changes;
using Howdah.Engine.DebugLogs;
using Howdah.Engine.Journal;
using Howdah.Engine.Models;
using Howdah.Engine.Store;
using Howdah.Engine.Substrates;
using Microsoft.Extensions.Logging;

namespace Howdah.Engine;

/// <summary>One model, and all that a person can do with it. Every change is durable when the method returns; what follows from it takes its time.</summary>
public sealed partial class ModelService : IAsyncDisposable
{
    private readonly EngineHost _host;
    private readonly ModelStore _store;
    private readonly ModelPaths _paths;
    private readonly DebugLog _log;
    private readonly ModelJournal _journal;
    private readonly StatusLog _statuses;
    private readonly ModelRunner _runner;

    private ModelService(EngineHost host, ModelStore store)
    {
        (_host, _store) = (host, store);
        _paths = new ModelPaths(host.Options.DataDirectory, Name);
        try
        {
            _log = new DebugLog(_paths.Log, host.Options.LogBytes);
            _statuses = new StatusLog(_paths.StatusLog, host.Options.StatusLogBytes);
            store.Changed = _statuses.Record;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw EngineException.Unavailable(
                $"the data directory \"{host.Options.DataDirectory}\" can't be written: {e.Message}; give it to the user that runs Howdah", e);
        }

        host.Shelf.Add(Name, () => store.Current);
        _journal = new ModelJournal(_paths.Journal, host.Options);
        _runner = new ModelRunner(host, store, _log, _paths, _journal);
    }

    /// <summary>Name of the model.</summary>
    public string Name => Snapshot.Model.Name;

    /// <summary>The model as it is now.</summary>
    public ModelSnapshot Snapshot => _store.Current;

    /// <summary>The model now, and again after changes, until it is destroyed. Changes that follow each other quickly come as one.</summary>
    public async IAsyncEnumerable<ModelSnapshot> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wake = new WakeSignal();
        using var subscription = _store.Subscribe(wake);
        while (!_store.IsDeleted)
        {
            var current = _store.Current;
            yield return current;
            while (ReferenceEquals(current, _store.Current) && !_store.IsDeleted)
            {
                await wake.WaitAsync(Timeout.InfiniteTimeSpan, _host.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The unit that a person named, <c>app/0</c> or <c>app/leader</c>.</summary>
    /// <exception cref="EngineException">There is none: <c>unit "x/9" not found</c>.</exception>
    public UnitRecord GetUnit(string name) => Find.Unit(Snapshot, name);

    /// <summary>The application of that name.</summary>
    /// <exception cref="EngineException">There is none: <c>application "x" not found</c>.</exception>
    public ApplicationRecord GetApplication(string name) => Find.Application(Snapshot, name);

    /// <summary>The debug log.</summary>
    public IAsyncEnumerable<LogEntry> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) => _log.ReadAsync(query, cancellationToken);

    /// <summary>Starts a process in a container of a unit, outside any hook (<c>ssh</c>).</summary>
    /// <param name="unit">The unit, <c>app/leader</c> too.</param>
    /// <param name="container">Its container; null for <c>charm</c>.</param>
    /// <param name="command">What to run.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="EngineException">There is no such unit or container, or the command can't be started.</exception>
    public async Task<IContainerProcess> StartProcessAsync(
        string unit, string? container, ExecSpec command, CancellationToken cancellationToken)
    {
        var record = GetUnit(unit);
        var known = Snapshot.Charms[record.CharmId].Containers.Keys.Prepend("charm").ToList();
        container ??= "charm";
        if (!known.Contains(container, StringComparer.Ordinal))
        {
            throw EngineException.NotFound($"container \"{container}\" not found in unit \"{record.Name}\"; it has {string.Join(", ", known)}");
        }

        try
        {
            return await _host.Substrate.ExecAsync(Name, record.Name, container, command, cancellationToken).ConfigureAwait(false);
        }
        catch (SubstrateException e)
        {
            throw EngineException.Unavailable(e.Message, e);
        }
    }

    /// <summary>The statuses that a unit (<c>app/0</c>) or an application had, oldest first.</summary>
    /// <exception cref="EngineException">There is no such thing.</exception>
    public Task<IReadOnlyList<StatusEntry>> ReadStatusLogAsync(string entity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return _statuses.ReadAsync(
            entity.Contains('/', StringComparison.Ordinal) ? GetUnit(entity).Name : GetApplication(entity).Name, cancellationToken);
    }

    /// <summary>Model configuration, defaults included.</summary>
    public IReadOnlyList<ModelSetting> GetModelConfig() => ModelConfig.Of(Snapshot.Model);

    /// <summary>Sets model configuration; an empty value resets.</summary>
    public Task SetModelConfigAsync(IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken) =>
        _store.CommitAsync(model => model with { Model = ModelConfig.With(model.Model, values) }).WaitAsync(cancellationToken);

    /// <summary>Stops looking after the model's units; they and what they run go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _runner.DisposeAsync().ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
        _log.Dispose();
        _statuses.Dispose();
    }

    internal static async Task<ModelService> OpenAsync(EngineHost host, string name, CancellationToken cancellationToken)
    {
        var store = await ModelStore.LoadAsync(host.Store, name, host.Time, StoreLogger(host), cancellationToken).ConfigureAwait(false);
        try
        {
            await store.CommitAsync(model => Operations.FailInterrupted(model, host.Now)).ConfigureAwait(false);
            return new ModelService(host, store);
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    internal static async Task<ModelService> CreateAsync(EngineHost host, string name)
    {
        var record = new ModelRecord { Name = name, Uuid = Guid.NewGuid().ToString(), Created = host.Now };
        return new ModelService(host, await ModelStore.CreateAsync(host.Store, record, host.Time, StoreLogger(host)).ConfigureAwait(false));
    }

    internal Task BeginDestructionAsync(bool destroyStorage, bool force) => _store.CommitAsync(model =>
    {
        if (!destroyStorage && !model.Storages.IsEmpty)
        {
            throw EngineException.Conflict(
                $"cannot destroy model \"{model.Model.Name}\": it has storage ({string.Join(", ", model.Storages.Keys)}); "
                + "use --destroy-storage to delete the data too");
        }

        model = model with { Model = model.Model with { Life = Life.Dying } };
        return model.Applications.Keys.Aggregate(model, (current, application) => Applications.Remove(current, application, destroyStorage, force));
    });

    /// <summary>Waits until the model is empty, and deletes it.</summary>
    /// <returns>False when the engine stopped before.</returns>
    internal async Task<bool> FinishDestructionAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var model in WatchAsync(cancellationToken).ConfigureAwait(false))
            {
                if (model.Units.IsEmpty && model.Applications.IsEmpty)
                {
                    break;
                }
            }

            foreach (var storage in Snapshot.Storages.Keys)
            {
                await _host.Substrate.RemoveStorageAsync(Name, storage, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        await _runner.DisposeAsync().ConfigureAwait(false);
        await _store.DeleteAsync().ConfigureAwait(false);
        _log.Delete();
        _journal.Delete();
        _statuses.Delete();
        _host.Shelf.Remove(Name);
        await _host.Shelf.SweepAsync(CancellationToken.None).ConfigureAwait(false);
        return true;
    }

    private static ILogger StoreLogger(EngineHost host) => host.Loggers.CreateLogger("Howdah.Engine.Store");
}
