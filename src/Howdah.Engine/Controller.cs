using System.Collections.Concurrent;
using Howdah.Engine.Changes;
using Howdah.Engine.Models;
using Howdah.Engine.Store;
using Howdah.Engine.Substrates;
using Microsoft.Extensions.Logging;

namespace Howdah.Engine;

/// <summary>One engine: the models of one store, run on one substrate.</summary>
public sealed partial class Controller : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ModelService> _models = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<Task> _destructions = [];

    private readonly CrossModel.MirrorKeeper _mirror;

    private Controller(EngineHost host, ControllerRecord record)
    {
        (Host, Record) = (host, record);
        _mirror = new CrossModel.MirrorKeeper(host, () => Models);
    }

    /// <summary>Identity of the controller.</summary>
    public string Uuid => Record.Uuid;

    /// <summary>Name of the controller.</summary>
    public string Name => Host.Options.Name;

    /// <summary>What it was opened with.</summary>
    public ControllerOptions Options => Host.Options;

    /// <summary>The kind of place that its units live in, <c>machine</c> or <c>kubernetes</c>.</summary>
    public string SubstrateKind => Host.Substrate.Kind;

    /// <summary>The models by name.</summary>
    public IReadOnlyList<ModelService> Models => [.. _models.Values.OrderBy(model => model.Name, StringComparer.Ordinal)];

    private EngineHost Host { get; }

    private ControllerRecord Record { get; }

    /// <summary>Opens the engine: adopts what runs and goes on with what was begun. Takes over the ownership of store and substrate.</summary>
    /// <exception cref="EngineException">The store can't be read or written.</exception>
    public static async Task<Controller> OpenAsync(
        IDocumentStore store,
        ISubstrate substrate,
        ControllerOptions options,
        TimeProvider time,
        ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        var host = new EngineHost(store, substrate, options, time, loggers);
        var controller = new Controller(host, await ControllerDocument.LoadOrCreateAsync(store, cancellationToken).ConfigureAwait(false));
        using var holding = await host.Shelf.HoldAsync(cancellationToken).ConfigureAwait(false);
        await Replay.HookReplay.RemoveLeftoversAsync(host).ConfigureAwait(false);
        var documents = await store.LoadAsync("", cancellationToken).ConfigureAwait(false);
        foreach (var document in documents.Where(document => document.Key.EndsWith("/model", StringComparison.Ordinal)))
        {
            var model = await ModelService.OpenAsync(host, document.Key[..^"/model".Length], cancellationToken).ConfigureAwait(false);
            controller._models[model.Name] = model;
            controller._mirror.Watch(model);
            if (model.Snapshot.Model.Life != Life.Alive)
            {
                controller._destructions.Add(controller.FinishDestructionAsync(model));
            }
        }

        controller._mirror.Start();

        return controller;
    }

    /// <summary>The model of that name.</summary>
    /// <exception cref="EngineException">There is none.</exception>
    public ModelService GetModel(string name) =>
        _models.TryGetValue(name, out var model) ? model : throw EngineException.NotFound($"model \"{name}\" not found");

    /// <summary>Adds an empty model.</summary>
    /// <exception cref="EngineException">There is one of that name, or the name is no good.</exception>
    public async Task<ModelService> AddModelAsync(string name, CancellationToken cancellationToken)
    {
        if (!Names.IsModel(name))
        {
            throw EngineException.Invalid($"invalid model name \"{name}\": use lower-case letters, digits and dashes, and not \"controller\"");
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_models.ContainsKey(name))
            {
                throw EngineException.Conflict($"model \"{name}\" already exists");
            }

            var model = _models[name] = await ModelService.CreateAsync(Host, name).ConfigureAwait(false);
            _mirror.Watch(model);
            return model;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Takes a model down and removes it; returns when it is gone.</summary>
    /// <param name="name">The model.</param>
    /// <param name="destroyStorage">True to delete the data of its storage; otherwise a model with storage is refused.</param>
    /// <param name="force">True to take units down without asking their charms.</param>
    /// <param name="cancellationToken">Ends the waiting; the destruction goes on.</param>
    public async Task DestroyModelAsync(string name, bool destroyStorage, bool force, CancellationToken cancellationToken)
    {
        var model = GetModel(name);
        await model.BeginDestructionAsync(destroyStorage, force).ConfigureAwait(false);
        var finishing = FinishDestructionAsync(model);
        lock (_destructions)
        {
            _destructions.Add(finishing);
        }

        await finishing.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops the engine. Units and what they run go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_destructions).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _mirror.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(_models.Values.Select(model => model.DisposeAsync().AsTask())).ConfigureAwait(false);
        await Host.Substrate.DisposeAsync().ConfigureAwait(false);
        await Host.Store.DisposeAsync().ConfigureAwait(false);
        Host.Shelf.Dispose();
        _gate.Dispose();
        _stop.Dispose();
    }

    private async Task FinishDestructionAsync(ModelService model)
    {
        if (await model.FinishDestructionAsync(_stop.Token).ConfigureAwait(false))
        {
            _models.TryRemove(model.Name, out _);
            _mirror.Look();
        }
    }
}
