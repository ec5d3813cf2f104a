namespace Howdah.Pebble.Client;

public sealed partial class PebbleClient
{
    /// <summary>One request of a wait lasts no longer; a wait without an end is made of several.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Change>> GetChangesAsync(
        ChangeSelection selection = ChangeSelection.InProgress, string? service = null,
        CancellationToken cancellationToken = default)
    {
        var select = selection switch
        {
            ChangeSelection.Ready => "ready",
            ChangeSelection.All => "all",
            _ => "in-progress",
        };
        return await GetAsync(
            Query("/v1/changes", ("select", select), ("for", service)), PebbleJson.Default.ListChange, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Change> GetChangeAsync(string id, CancellationToken cancellationToken = default) =>
        GetAsync($"/v1/changes/{Uri.EscapeDataString(id)}", PebbleJson.Default.Change, cancellationToken);

    /// <inheritdoc/>
    public async Task<Change> WaitChangeAsync(string id, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var left = timeout is { } all ? all - time.GetElapsedTime(started) : LongestWait;
            if (left <= TimeSpan.Zero)
            {
                throw new PebbleTimeoutException($"change {id} was not ready after {GoDuration.Format(timeout!.Value)}");
            }

            var wait = left < LongestWait ? left : LongestWait;
            var path = Query($"/v1/changes/{Uri.EscapeDataString(id)}/wait", ("timeout", GoDuration.Format(wait)));
            try
            {
                return await CallAsync(
                    HttpMethod.Get, path, null, PebbleJson.Default.Change, wait + RequestTimeout, cancellationToken);
            }
            catch (PebbleApiException e) when (e.Code == 504)
            {
                // Not yet: the loop sees whether there is time left.
            }
        }
    }

    /// <inheritdoc/>
    public Task<Change> AbortChangeAsync(string id, CancellationToken cancellationToken = default) =>
        PostAsync(
            $"/v1/changes/{Uri.EscapeDataString(id)}",
            new ActionRequest("abort"),
            PebbleJson.Default.ActionRequest,
            PebbleJson.Default.Change,
            cancellationToken);
}
