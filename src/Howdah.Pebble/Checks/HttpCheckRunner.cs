using System.Net.Sockets;
using System.Text;
using Howdah.Pebble.Plan;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Checks;

/// <summary>GETs a URL; 2xx is success.</summary>
internal static class HttpCheckRunner
{
    private const int BodyLimit = 512, LineLimit = 5;

    // A connection of its own for every run: the check must notice a server that no longer accepts.
    private static readonly Lazy<HttpMessageInvoker> _client = new(() => new HttpClient(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.Zero, UseProxy = false, MaxAutomaticRedirections = 10, ActivityHeadersPropagator = null,
    }));

    public static async Task<string?> RunAsync(HttpCheck check, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(check.Url, UriKind.Absolute, out var url)) return $"Get {GoQuote.Quote(check.Url)}: unsupported protocol scheme \"\"";
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        foreach (var (name, value) in check.Headers) request.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var response = await _client.Value.SendAsync(request, cancellation).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return null;
            var body = await BodyAsync(response, cancellation).ConfigureAwait(false);
            return $"non-2xx status code {(int)response.StatusCode}{(body.Length > 0 ? "; " + body : "")}";
        }
        catch (HttpRequestException failure)
        {
            var reason = failure.InnerException is SocketException socket ? Dial.Error(url.Host, url.Port, socket)
                : failure.InnerException is IOException ? "EOF" : failure.Message;
            return $"Get {GoQuote.Quote(check.Url)}: {reason}";
        }
    }

    private static async Task<string> BodyAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var buffer = new byte[BodyLimit + 1];
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        var lines = Encoding.UTF8.GetString(buffer, 0, Math.Min(count, BodyLimit)).Trim().Split('\n');
        var cut = count > BodyLimit || lines.Length > LineLimit;
        return string.Join('\n', lines.Take(LineLimit)) + (cut ? "\n(...)" : "");
    }
}
