namespace Howdah.Pebble.Client;

public sealed partial class PebbleClient
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<CheckInfo>> GetChecksAsync(
        string? level = null, IReadOnlyList<string>? names = null, CancellationToken cancellationToken = default) =>
        await GetAsync(Query("/v1/checks", ("level", level), ("names", Join(names))), PebbleJson.Default.ListCheckInfo,
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> StartChecksAsync(
        IReadOnlyList<string> names, CancellationToken cancellationToken = default) =>
        ChecksAsync("start", names, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> StopChecksAsync(
        IReadOnlyList<string> names, CancellationToken cancellationToken = default) =>
        ChecksAsync("stop", names, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> IsHealthyAsync(
        string? level = null, IReadOnlyList<string>? names = null, CancellationToken cancellationToken = default)
    {
        var path = Query("/v1/health", ("level", level), ("names", Join(names)));
        return (await GetAsync(path, PebbleJson.Default.HealthResult, cancellationToken)).Healthy;
    }

    private async Task<IReadOnlyList<string>> ChecksAsync(
        string action, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var result = await PostAsync(
            "/v1/checks",
            new ChecksRequest(action, names),
            PebbleJson.Default.ChecksRequest,
            PebbleJson.Default.ChangedResult,
            cancellationToken);
        return result.Changed ?? [];
    }
}
