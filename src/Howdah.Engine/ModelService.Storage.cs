using Howdah.Engine.Changes;

namespace Howdah.Engine;

/// <summary>Storage instances.</summary>
public sealed partial class ModelService
{
    /// <summary>Adds storage to a unit.</summary>
    /// <returns>Ids of what was added.</returns>
    public async Task<IReadOnlyList<string>> AddStorageAsync(string unit, string name, int count, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> added = [];
        await _store.CommitAsync(model =>
        {
            var after = Storages.Add(model, unit, name, count, _host.Now);
            added = [.. after.Storages.Keys.Where(id => !model.Storages.ContainsKey(id))];
            return after;
        }).WaitAsync(cancellationToken).ConfigureAwait(false);
        return added;
    }

    /// <summary>Attaches detached storage, with what is in it, to a unit.</summary>
    public Task AttachStorageAsync(string unit, IReadOnlyList<string> storageIds, CancellationToken cancellationToken) => _store.CommitAsync(model =>
        storageIds.Aggregate(model, (current, id) => Storages.Attach(current, unit, id, _host.Now))).WaitAsync(cancellationToken);

    /// <summary>Begins to detach storage from its unit, which goes on without it.</summary>
    public Task DetachStorageAsync(string storageId, CancellationToken cancellationToken) =>
        _store.CommitAsync(model => Storages.Detach(model, storageId, _host.Now)).WaitAsync(cancellationToken);

    /// <summary>Deletes a detached storage instance and its data.</summary>
    public async Task RemoveStorageAsync(string storageId, CancellationToken cancellationToken)
    {
        _ = Storages.Delete(Snapshot, storageId);
        await _host.Substrate.RemoveStorageAsync(Name, storageId, cancellationToken).ConfigureAwait(false);
        await _store.CommitAsync(model => Storages.Delete(model, storageId)).WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
