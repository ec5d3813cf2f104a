namespace Howdah.Pebble.Client;

public sealed partial class PebbleClient
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<ServiceInfo>> GetServicesAsync(
        IReadOnlyList<string>? names = null, CancellationToken cancellationToken = default) =>
        await GetAsync(Query("/v1/services", ("names", Join(names))), PebbleJson.Default.ListServiceInfo, cancellationToken);

    /// <inheritdoc/>
    public async Task<string> GetPlanAsync(CancellationToken cancellationToken = default)
    {
        var envelope = await CallAsync(HttpMethod.Get, "/v1/plan?format=yaml", null, RequestTimeout, cancellationToken);
        return envelope.Result.GetString() ?? "";
    }

    /// <inheritdoc/>
    public Task AddLayerAsync(
        string label, string layerYaml, bool combine = false, CancellationToken cancellationToken = default) =>
        PostAsync(
            "/v1/layers",
            new LayersRequest("add", combine, label, "yaml", layerYaml),
            PebbleJson.Default.LayersRequest,
            cancellationToken);

    /// <inheritdoc/>
    public async Task<string> BeginServicesAsync(
        string action, IReadOnlyList<string> services, CancellationToken cancellationToken = default)
    {
        var content = System.Net.Http.Json.JsonContent
            .Create(new ServicesRequest(action, services), PebbleJson.Default.ServicesRequest);
        var envelope = await CallAsync(HttpMethod.Post, "/v1/services", content, RequestTimeout, cancellationToken);
        return envelope.Change ?? throw new PebbleProtocolException($"Pebble answered {action} without a change");
    }

    /// <inheritdoc/>
    public Task SendSignalAsync(string signal, IReadOnlyList<string> services, CancellationToken cancellationToken = default) =>
        PostAsync("/v1/signals", new SignalsRequest(signal, services), PebbleJson.Default.SignalsRequest, cancellationToken);
}
