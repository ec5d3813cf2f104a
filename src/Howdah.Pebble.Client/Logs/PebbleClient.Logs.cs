using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Howdah.Pebble.Client;

public sealed partial class PebbleClient
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<LogEntry> GetLogsAsync(
        IReadOnlyList<string>? services = null,
        int? lines = null,
        bool follow = false,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var path = Query(
            "/v1/logs",
            ("services", Join(services)),
            ("n", lines?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("follow", follow ? "true" : null));
        using var request = NewRequest(HttpMethod.Get, path, null);
        using var response = await SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            await ReadEnvelopeAsync(response, path, cancellationToken);
        }

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await ReadLogLineAsync(reader, cancellationToken) is { } line)
        {
            if (line.Length > 0)
            {
                yield return JsonSerializer.Deserialize(line, PebbleJson.Default.LogEntry)
                    ?? throw new PebbleProtocolException("Pebble sent an empty log entry");
            }
        }
    }

    private async Task<string?> ReadLogLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw Unreachable(e);
        }
    }
}
