using System.Net.Http.Headers;
using System.Text.Json;

namespace Howdah.Pebble.Client;

public sealed partial class PebbleClient
{
    /// <summary>
    /// Sends a request of the API and gives the answer's envelope as it came: for tools that show what the daemon says.
    /// </summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path and query, such as <c>/v1/changes?select=all</c>.</param>
    /// <param name="body">JSON text; null for none.</param>
    /// <param name="timeout">How long the answer may take; null for <see cref="RequestTimeout"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The result, and the id of the change that was begun, if any.</returns>
    /// <exception cref="PebbleConnectionException">Nobody answers.</exception>
    /// <exception cref="PebbleApiException">The request is refused.</exception>
    public async Task<(JsonElement Result, string? Change)> RequestAsync(
        HttpMethod method, string path, string? body = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var content = body is null ? null : new StringContent(body, new MediaTypeHeaderValue("application/json"));
        var envelope = await CallAsync(method, path, content, timeout ?? RequestTimeout, cancellationToken);
        return (envelope.Result, envelope.Change);
    }
}
