using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Models;
using Howdah.Server.Client.Status;

namespace Howdah.Server.Client;

/// <summary>Settings of the model, statuses that were, and what belongs to an application besides its options.</summary>
public sealed partial class ModelClient
{
    /// <summary>The model's settings by name.</summary>
    public Task<IReadOnlyDictionary<string, ModelSetting>> GetModelConfigAsync(CancellationToken cancellationToken) =>
        _engine.GetAsync($"{_root}/config", ApiJson.Default.IReadOnlyDictionaryStringModelSetting, cancellationToken);

    /// <summary>Sets and resets settings of the model.</summary>
    public Task SetModelConfigAsync(ConfigRequest request, CancellationToken cancellationToken) =>
        _engine.SendAsync(HttpMethod.Post, $"{_root}/config", request, ApiJson.Default.ConfigRequest, cancellationToken);

    /// <summary>The statuses that a unit or an application had, oldest first.</summary>
    public Task<IReadOnlyList<StatusLogEntry>> GetStatusLogAsync(string entity, CancellationToken cancellationToken) =>
        _engine.GetAsync($"{_root}/status-log/{Escape(entity)}", ApiJson.Default.IReadOnlyListStatusLogEntry, cancellationToken);

    /// <summary>Says whether an application may be reached from outside of the model.</summary>
    public Task ExposeAsync(string application, bool isExposed, CancellationToken cancellationToken) => _engine.SendAsync(
        isExposed ? HttpMethod.Post : HttpMethod.Delete, $"{_root}/applications/{Escape(application)}/exposed", cancellationToken);

    /// <summary>What an application's charm has been given for its resources.</summary>
    public Task<ResourceList> GetResourcesAsync(string application, CancellationToken cancellationToken) =>
        _engine.GetAsync($"{_root}/applications/{Escape(application)}/resources", ApiJson.Default.ResourceList, cancellationToken);

    /// <summary>Gives an application something for a resource.</summary>
    public Task AttachResourceAsync(string application, ResourceRequest request, CancellationToken cancellationToken) => _engine.SendAsync(
        HttpMethod.Post,
        $"{_root}/applications/{Escape(application)}/resources",
        request,
        ApiJson.Default.ResourceRequest,
        cancellationToken);
}
