using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Howdah.Pebble.Api;
using Howdah.Pebble.Native;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Forwarding;

/// <summary>Posts batches to a URL.</summary>
internal sealed class HttpDestination(
    string location, string contentType, Func<IReadOnlyList<LogStream>, ReadOnlyMemory<byte>> format) : ILogDestination
{
    private const int ShownBody = 256;

    private static readonly Lazy<HttpMessageInvoker> _client = new(() => new HttpMessageInvoker(new SocketsHttpHandler
    {
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30), AllowAutoRedirect = false, UseCookies = false,
        ActivityHeadersPropagator = null,
    }));

    public async Task<Delivery> SendAsync(IReadOnlyList<LogStream> streams, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(location, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return new Delivery.Failed($"Post {GoQuote.Quote(location)}: not a URL of the form http://host:port/path");
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(format(streams)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.TryAddWithoutValidation("User-Agent", $"pebble/{SystemApi.Version}");
        try
        {
            using var response = await _client.Value.SendAsync(request, cancellation).ConfigureAwait(false);
            return await JudgeAsync(response, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            var reason = failure.InnerException is SocketException socket ? Errno.Text(socket.NativeErrorCode) : failure.Message;
            return new Delivery.Failed($"Post {GoQuote.Quote(location)}: {reason}");
        }
    }

    public void Dispose()
    {
        // The client is shared; its connections end by themselves when they are idle.
    }

    private static async Task<Delivery> JudgeAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var code = (int)response.StatusCode;
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent) return Delivery.Taken.Instance;
        var body = new byte[ShownBody];
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var read = await stream.ReadAtLeastAsync(body, ShownBody, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        var text = Encoding.UTF8.GetString(body, 0, read).Trim();
        var reason = $"server answered {code}{(text.Length > 0 ? ": " + text : "")}";
        return code is >= 400 and < 500 and not 429 ? new Delivery.Refused(reason)
            : new Delivery.Failed(reason, response.Headers.RetryAfter?.Delta);
    }
}
