using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Howdah.Server.Client.Errors;
using Howdah.Server.Client.Exec;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Models;
using Howdah.Server.Client.Offers;
using Howdah.Server.Client.Transport;

namespace Howdah.Server.Client;

/// <summary>Speaks to an engine over its unix socket, or over TLS. Every method throws <see cref="HowdahException"/> when the engine refuses or none answers.</summary>
public sealed class HowdahClient : IDisposable
{
    private readonly string _root;
    private readonly HttpMessageInvoker _http;
    private readonly RemoteAccess? _remote;

    /// <summary>Makes a client; it connects when it is used.</summary>
    /// <param name="data">The engine's folder.</param>
    /// <param name="remote">How to speak to it over TLS; null to do so over the socket in its folder.</param>
    public HowdahClient(DataDirectory data, RemoteAccess? remote = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        Data = data;
        _remote = remote;
        _root = $"{remote?.Url ?? "http://howdah"}/v1/";
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        };
        if (remote is null)
        {
            handler.ConnectCallback = (_, cancellationToken) => EngineSocket.ConnectAsync(data.Socket, cancellationToken);
        }
        else
        {
            // The fingerprint says more than any name or authority.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null && remote.IsOf(certificate.GetRawCertData());
        }

        _http = new HttpMessageInvoker(handler);
    }

    /// <summary>The engine's folder.</summary>
    public DataDirectory Data { get; }

    /// <summary>True when it is spoken to over TLS.</summary>
    public bool IsElsewhere => _remote is not null;

    /// <summary>A model of the engine.</summary>
    /// <param name="name">Its name; it need not exist yet.</param>
    public ModelClient Model(string name) => new(this, name);

    /// <summary>What the engine says about itself.</summary>
    public Task<EngineInfo> GetInfoAsync(CancellationToken cancellationToken) =>
        GetAsync("info", ApiJson.Default.EngineInfo, cancellationToken);

    /// <summary>All models.</summary>
    public Task<IReadOnlyList<ModelSummary>> GetModelsAsync(CancellationToken cancellationToken) =>
        GetAsync("models", ApiJson.Default.IReadOnlyListModelSummary, cancellationToken);

    /// <summary>What all models offer, by <c>admin/MODEL.OFFER</c>.</summary>
    public Task<IReadOnlyDictionary<string, OfferDetail>> GetOffersAsync(CancellationToken cancellationToken) =>
        GetAsync("offers", ApiJson.Default.IReadOnlyDictionaryStringOfferDetail, cancellationToken);

    /// <summary>Makes a model.</summary>
    public Task AddModelAsync(string name, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, "models", new AddModelRequest(name), ApiJson.Default.AddModelRequest, cancellationToken);

    /// <summary>Removes a model with all its units; returns when they are gone.</summary>
    public Task DestroyModelAsync(string name, bool destroyStorage, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, $"models/{Uri.EscapeDataString(name)}?destroy-storage={(destroyStorage ? "true" : "false")}", cancellationToken);

    /// <summary>Removes all models with their units and storage, answers, and then ends the engine.</summary>
    public Task DestroyControllerAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, "controller", cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>What an operator elsewhere needs to speak to this engine.</summary>
    public Task<RemoteAccess> GetRemoteAccessAsync(CancellationToken cancellationToken) =>
        GetAsync("remote-access", ApiJson.Default.RemoteAccess, cancellationToken);

    internal async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _root + path);
        return await ReadAsync(request, type, cancellationToken).ConfigureAwait(false);
    }

    internal async Task<TAnswer> PostAsync<TBody, TAnswer>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _root + path) { Content = Json(body, bodyType) };
        return await ReadAsync(request, type, cancellationToken).ConfigureAwait(false);
    }

    internal async Task SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, _root + path);
        using var response = await SendCheckedAsync(request, cancellationToken).ConfigureAwait(false);
    }

    internal async Task SendAsync<TBody>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, _root + path) { Content = Json(body, bodyType) };
        using var response = await SendCheckedAsync(request, cancellationToken).ConfigureAwait(false);
    }

    internal async Task<TAnswer> DeleteAsync<TBody, TAnswer>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, _root + path) { Content = Json(body, bodyType) };
        return await ReadAsync(request, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads JSON lines as the engine pushes them; ends when it ends the answer.</summary>
    internal async IAsyncEnumerable<T> StreamAsync<T>(
        string path, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _root + path);
        using var response = await SendCheckedAsync(request, cancellationToken).ConfigureAwait(false);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        while (await ReadLineAsync(reader, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0 && JsonSerializer.Deserialize(line, type) is { } item)
            {
                yield return item;
            }
        }
    }

    internal async Task<ExecSocket> OpenExecAsync(string path, ExecRequest exec, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.SetRequestHeader("Authorization", Authorization);
            await socket.ConnectAsync(new Uri("ws" + _root["http".Length..] + path), _http, cancellationToken).ConfigureAwait(false);
            var frames = new ExecSocket(socket);
            await frames.SendRequestAsync(exec, cancellationToken).ConfigureAwait(false);
            return frames;
        }
        catch (WebSocketException error)
        {
            socket.Dispose();
            throw error.InnerException?.InnerException as HowdahException ?? error.InnerException as HowdahException ?? Lost(error);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private string? Authorization => _remote is null ? null : $"Bearer {_remote.Token}";

    private static ByteArrayContent Json<T>(T body, JsonTypeInfo<T> type) =>
        new(JsonSerializer.SerializeToUtf8Bytes(body, type)) { Headers = { ContentType = new("application/json") } };

    private static async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw Lost(error);
        }
    }

    private async Task<T> ReadAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendCheckedAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken).ConfigureAwait(false)
                ?? throw new JsonException("the engine's answer is empty");
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw Lost(error);
        }
    }

    private async Task<HttpResponseMessage> SendCheckedAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        try
        {
            response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            throw error.InnerException as HowdahException ?? (_remote is null ? Lost(error) : Unreachable(_remote, error));
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await RefusalAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<HowdahException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (JsonSerializer.Deserialize(text, ApiJson.Default.ApiErrorEnvelope) is { } envelope)
            {
                return new HowdahException(envelope.Error.Kind, envelope.Error.Message);
            }
        }
        catch (JsonException)
        {
            // An answer that is not ours; the status code has to do.
        }

        return new HowdahException(ErrorKinds.Internal, $"the engine answered with HTTP status {(int)response.StatusCode}");
    }

    private static HowdahException Unreachable(RemoteAccess remote, HttpRequestException cause) => new(
        ErrorKinds.NoEngine,
        cause.HttpRequestError == HttpRequestError.SecureConnectionError
            ? $"who answers at {remote.Url} is not the engine with the fingerprint {remote.Fingerprint}; 'howdah remote-access' on its machine writes a new file"
            : $"no engine answers at {remote.Url}: {cause.Message}",
        cause);

    private static HowdahException Lost(Exception cause) =>
        new(ErrorKinds.NoEngine, "the engine ended the connection; 'howdah bootstrap' starts it again if it is gone", cause);
}
