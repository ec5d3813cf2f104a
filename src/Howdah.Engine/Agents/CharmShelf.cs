using System.Collections.Concurrent;
using Howdah.Engine.Models;
using Howdah.Engine.Store;

namespace Howdah.Engine.Agents;

/// <summary>
/// What the data directory holds of charms and their resources. A copy is made before a model refers to it, and removed when none does any
/// more; both happen behind one gate, so that nothing is removed that is about to be referred to.
/// </summary>
internal sealed class CharmShelf(IDocumentStore store, string dataDirectory) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentDictionary<string, Func<ModelSnapshot>> _models = new(StringComparer.Ordinal);

    /// <summary>Has a model count until it is taken out.</summary>
    public void Add(string model, Func<ModelSnapshot> snapshot) => _models[model] = snapshot;

    /// <summary>Takes a model out that is gone.</summary>
    public void Remove(string model) => _models.TryRemove(model, out _);

    /// <summary>Nothing is removed until the result is disposed: for copies that no model refers to yet.</summary>
    public async Task<IDisposable> HoldAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Holding(_gate);
    }

    /// <summary>Removes what no model refers to, neither in memory nor on the disk: a write that was reported as failed may be there after all.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        using var holding = await HoldAsync(cancellationToken).ConfigureAwait(false);
        var charms = new HashSet<string>(StringComparer.Ordinal);
        var models = _models.ToList();
        foreach (var (name, snapshot) in models)
        {
            var paths = new ModelPaths(dataDirectory, name);
            var model = snapshot();
            var stored = ModelDocuments.LoadCharms(await store.LoadAsync($"{name}/charm/", cancellationToken).ConfigureAwait(false));
            charms.UnionWith(model.CharmRecords.Values.Concat(stored).Select(paths.Charm));
            var prefix = $"{name}/application/";
            var applications = (await store.LoadAsync(prefix, cancellationToken).ConfigureAwait(false))
                .Select(document => document.Key[prefix.Length..])
                .Concat(model.Applications.Keys)
                .ToHashSet(StringComparer.Ordinal);
            RemoveBut(paths.Resources, folder => applications.Contains(Path.GetFileName(folder)));
        }

        RemoveBut(new ModelPaths(dataDirectory, "").Charms, charms.Contains);
        var names = models.Select(model => model.Key).ToHashSet(StringComparer.Ordinal);
        RemoveBut(Path.Combine(dataDirectory, "resources"), folder => names.Contains(Path.GetFileName(folder)));
    }

    public void Dispose() => _gate.Dispose();

    private static void RemoveBut(string directory, Func<string, bool> isKept)
    {
        if (!Directory.Exists(directory))
        {
            return;
        }

        foreach (var folder in Directory.EnumerateDirectories(directory).Where(folder => !isKept(folder)).ToList())
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Holding(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
