using System.Collections.Concurrent;
using Howdah.Engine.Models;
using Howdah.Engine.Store;
using Howdah.Engine.Substrates;
using Microsoft.Extensions.Logging;

namespace Howdah.Engine;

/// <summary>Where a controller keeps things, and what it is called.</summary>
/// <param name="DataDirectory">Charms, units and logs; one controller at a time.</param>
/// <param name="CharmsDirectory">Packed charms that are found by name, a folder each.</param>
public sealed record ControllerOptions(string DataDirectory, string CharmsDirectory)
{
    /// <summary>Name of the controller.</summary>
    public string Name { get; init; } = "howdah";

    /// <summary>The Juju version that charms see and that <c>status</c> shows.</summary>
    public string JujuVersion { get; init; } = "3.6.14";

    /// <summary>How long leadership lasts without renewal; it is renewed at half of it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>First wait before a failed hook is run again; doubles up to <see cref="RetryMost"/>.</summary>
    public TimeSpan RetryFirst { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait before a failed hook is run again.</summary>
    public TimeSpan RetryMost { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Most bytes of debug log that are kept of a model.</summary>
    public long LogBytes { get; init; } = 32 << 20;
}

/// <summary>One engine: the models of one store, run on one substrate.</summary>
public sealed class Controller : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ModelService> _models = new(StringComparer.Ordinal);

    private Controller(EngineHost host, ControllerRecord record) => (Host, Record) = (host, record);

    /// <summary>Identity of the controller.</summary>
    public string Uuid => Record.Uuid;

    /// <summary>Name of the controller.</summary>
    public string Name => Host.Options.Name;

    /// <summary>What it was opened with.</summary>
    public ControllerOptions Options => Host.Options;

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
        _ = new EngineHost(store, substrate, options, time, loggers);
        await Task.Yield();
        throw new NotSupportedException("not yet");
    }

    /// <summary>The model of that name.</summary>
    /// <exception cref="EngineException">There is none.</exception>
    public ModelService GetModel(string name) =>
        _models.TryGetValue(name, out var model) ? model : throw EngineException.NotFound($"model \"{name}\" not found");

    /// <summary>Adds an empty model.</summary>
    /// <exception cref="EngineException">There is one of that name, or the name is no good.</exception>
    public Task<ModelService> AddModelAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException("not yet");

    /// <summary>Takes a model down and removes it; returns when it is gone.</summary>
    /// <param name="name">The model.</param>
    /// <param name="destroyStorage">True to delete the data of its storage; otherwise a model with storage is refused.</param>
    /// <param name="force">True to take units down without asking their charms.</param>
    /// <param name="cancellationToken">Ends the waiting; the destruction goes on.</param>
    public Task DestroyModelAsync(string name, bool destroyStorage, bool force, CancellationToken cancellationToken) =>
        throw new NotSupportedException("not yet");

    /// <summary>Stops the engine. Units and what they run go on.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException("not yet");
}
