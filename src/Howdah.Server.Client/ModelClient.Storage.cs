using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Json;

namespace Howdah.Server.Client;

/// <summary>Storage instances, by id: <c>pgdata/0</c>.</summary>
public sealed partial class ModelClient
{
    /// <summary>Adds storage to a unit, and attaches detached storage to it.</summary>
    public Task<ChangeSummary> AddStorageAsync(StorageRequest request, CancellationToken cancellationToken) =>
        _engine.PostAsync($"{_root}/storage", request, ApiJson.Default.StorageRequest, ApiJson.Default.ChangeSummary, cancellationToken);

    /// <summary>Begins to detach storage from its unit.</summary>
    public Task DetachStorageAsync(string storage, CancellationToken cancellationToken) =>
        _engine.SendAsync(HttpMethod.Post, $"{_root}/storage/{Escape(storage)}/detached", cancellationToken);

    /// <summary>Deletes detached storage with all that is in it.</summary>
    public Task RemoveStorageAsync(string storage, CancellationToken cancellationToken) =>
        _engine.SendAsync(HttpMethod.Delete, $"{_root}/storage/{Escape(storage)}", cancellationToken);
}
