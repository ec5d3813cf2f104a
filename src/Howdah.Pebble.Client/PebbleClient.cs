using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Howdah.Pebble.Client;

/// <summary>Client of a Pebble daemon, over its unix socket. Safe for use by several threads.</summary>
public sealed partial class PebbleClient : IPebble
{
    private readonly SocketsHttpHandler handler;
    private readonly HttpMessageInvoker invoker;
    private readonly TimeProvider time;
    private readonly string baseUrl = "http://localhost";
    private readonly string place;

    /// <summary>A client of the daemon that listens at <paramref name="socketPath"/>. It connects with the first call.</summary>
    /// <param name="socketPath">Path of the socket, of any length.</param>
    /// <param name="time">Clock of the timeouts; null for the system's.</param>
    public PebbleClient(string socketPath, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(socketPath);
        SocketPath = socketPath;
        place = $"\"{socketPath}\"";
        this.time = time ?? TimeProvider.System;
        handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectCallback = (_, token) => UnixSocket.ConnectAsync(socketPath, ListenerPid, token),
        };
        invoker = new HttpMessageInvoker(handler, disposeHandler: true);
    }

    /// <summary>A client of the daemon that serves HTTP at <paramref name="baseUrl"/>: it answers little without a socket.</summary>
    /// <param name="baseUrl">Such as <c>http://192.0.2.1:4000</c>.</param>
    /// <param name="time">Clock of the timeouts; null for the system's.</param>
    public PebbleClient(Uri baseUrl, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(baseUrl);
        SocketPath = "";
        this.baseUrl = baseUrl.AbsoluteUri.TrimEnd('/');
        place = this.baseUrl;
        this.time = time ?? TimeProvider.System;
        handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        invoker = new HttpMessageInvoker(handler, disposeHandler: true);
    }

    /// <summary>Path of the daemon's socket; empty for a client over TCP.</summary>
    public string SocketPath { get; }

    /// <summary>
    /// The process that must have opened the socket; null for any. Who may write the socket's folder could otherwise put another daemon's socket
    /// in its place.
    /// </summary>
    public int? ListenerPid { get; init; }

    /// <summary>When the newest warning occurred that an answer told of; null when none did.</summary>
    public DateTimeOffset? LatestWarning { get; private set; }

    /// <summary>How long an answer may take that Pebble gives at once (10 s). A daemon that is stopped never answers.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public void Dispose() => invoker.Dispose();

    /// <inheritdoc/>
    public Task<SystemInfo> GetSystemInfoAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/v1/system-info", PebbleJson.Default.SystemInfo, cancellationToken);

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Get, path, null, type, RequestTimeout, cancellationToken);

    private Task<TResult> PostAsync<TBody, TResult>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TResult> type, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, path, JsonContent.Create(body, bodyType), type, RequestTimeout, cancellationToken);

    private async Task PostAsync<TBody>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, CancellationToken cancellationToken) =>
        await CallAsync(HttpMethod.Post, path, JsonContent.Create(body, bodyType), RequestTimeout, cancellationToken);

    private async Task<T> CallAsync<T>(
        HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        var envelope = await CallAsync(method, path, content, timeout, cancellationToken);
        return ReadResult(envelope, type, path);
    }

    private async Task<Envelope> CallAsync(
        HttpMethod method, string path, HttpContent? content, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var limit = new Limit(time, timeout, path, cancellationToken);
        return await limit.RunAsync(async token =>
        {
            using var request = NewRequest(method, path, content);
            using var response = await SendAsync(request, token);
            return await ReadEnvelopeAsync(response, path, token);
        });
    }

    private HttpRequestMessage NewRequest(HttpMethod method, string path, HttpContent? content) =>
        new(method, baseUrl + path)
        {
            Content = content,
            Headers = { Accept = { new MediaTypeWithQualityHeaderValue("application/json") } },
        };

    /// <summary>Sends and gives the answer once its headers are there, so that streams are streams.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await invoker.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            throw Unreachable(e);
        }
    }

    private PebbleConnectionException Unreachable(Exception cause) =>
        new($"cannot reach Pebble at {place}: {(cause.InnerException ?? cause).Message}", cause);

    private async Task<Envelope> ReadEnvelopeAsync(HttpResponseMessage response, string path, CancellationToken cancellationToken)
    {
        Envelope? envelope;
        try
        {
            envelope = await response.Content.ReadFromJsonAsync(PebbleJson.Default.Envelope, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable(e);
        }
        catch (JsonException e)
        {
            throw new PebbleProtocolException(
                $"Pebble answered {path} with something that is not JSON ({(int)response.StatusCode})", e);
        }

        if (envelope is null)
        {
            throw new PebbleProtocolException($"Pebble answered {path} with nothing ({(int)response.StatusCode})");
        }

        if (!response.IsSuccessStatusCode && !string.Equals(envelope.Type, "sync", StringComparison.Ordinal))
        {
            throw ApiError(response, envelope);
        }

        LatestWarning = envelope.LatestWarning ?? LatestWarning;
        return envelope;
    }

    private static PebbleApiException ApiError(HttpResponseMessage response, Envelope envelope)
    {
        var error = envelope.Result.ValueKind == JsonValueKind.Object
            ? envelope.Result.Deserialize(PebbleJson.Default.ErrorResult)
            : null;
        var status = response.ReasonPhrase ?? envelope.Status ?? "";
        return new PebbleApiException((int)response.StatusCode, status, error?.Message ?? status, error?.Kind);
    }

    private static T ReadResult<T>(Envelope envelope, JsonTypeInfo<T> type, string path)
    {
        if (envelope.Result.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            throw new PebbleProtocolException($"Pebble answered {path} without a result");
        }

        try
        {
            return envelope.Result.Deserialize(type)!;
        }
        catch (JsonException e)
        {
            throw new PebbleProtocolException($"Pebble answered {path} with an unexpected result", e);
        }
    }

    private static string Query(string path, params (string Name, string? Value)[] parameters)
    {
        var query = string.Join(
            '&', parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    private static string? Join(IReadOnlyList<string>? names) => names is { Count: > 0 } ? string.Join(',', names) : null;
}
