using System.Text.Json;
using Howdah.Pebble.Client;
using Howdah.Pebble.Daemon;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary>The daemon, as the commands ask it.</summary>
internal sealed class Server : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5), _pause = TimeSpan.FromMilliseconds(250);
    private readonly Lazy<PebbleClient> _client;

    public Server()
    {
        Socket = RunOptions.FromEnvironment().Socket;
        BaseUrl = Environment.GetEnvironmentVariable("PEBBLE_BASEURL") is { Length: > 0 } text ? text.TrimEnd('/') : null;
        _client = new Lazy<PebbleClient>(Connect);
    }

    /// <summary>Where to ask over TCP instead of the socket; null for the socket.</summary>
    public string? BaseUrl { get; }

    /// <summary>When the newest warning occurred that an answer told of.</summary>
    public DateTimeOffset? LatestWarning => _client.IsValueCreated ? _client.Value.LatestWarning : null;

    public string Socket { get; }

    public PebbleClient Client => _client.Value;

    /// <summary>GETs a result. A socket that refuses is tried again for a while: the daemon may be starting.</summary>
    public async Task<JsonElement> GetAsync(string path, TimeSpan? timeout = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return (await Client.RequestAsync(HttpMethod.Get, path, null, timeout).ConfigureAwait(false)).Result;
            }
            catch (PebbleConnectionException failure)
            {
                if ((BaseUrl is null && !File.Exists(Socket)) || TimeProvider.System.GetElapsedTime(started) > _patience) throw Unreachable("Get", path, failure);
            }
            await Task.Delay(_pause).ConfigureAwait(false);
        }
    }

    /// <summary>POSTs a body that the action writes.</summary>
    public async Task<(JsonElement Result, string? Change)> PostAsync(string path, Action<Utf8JsonWriter> body)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }
        try
        {
            return await Client.RequestAsync(HttpMethod.Post, path, System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan)).ConfigureAwait(false);
        }
        catch (PebbleConnectionException failure)
        {
            throw Unreachable("Post", path, failure);
        }
    }

    /// <summary>What to say when nobody answers.</summary>
    public CliException Unreachable(string verb, string path, PebbleConnectionException failure)
    {
        return new CliException($"cannot communicate with server: {verb} {GoQuote.Quote((BaseUrl ?? "http://localhost") + path)}: {Reason(failure)}");
    }

    /// <summary>Why nobody answers.</summary>
    public string Reason(PebbleConnectionException failure) =>
        BaseUrl is not null || File.Exists(Socket) ? failure.Message : $"socket {GoQuote.Quote(Socket)} not found";

    private PebbleClient Connect()
    {
        if (BaseUrl is null) return new PebbleClient(Socket);
        return Uri.TryCreate(BaseUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? new PebbleClient(url)
            : throw new CliException($"cannot use PEBBLE_BASEURL {GoQuote.Quote(BaseUrl)}: it must look like \"http://192.0.2.1:4000\"");
    }

    public void Dispose()
    {
        if (_client.IsValueCreated) _client.Value.Dispose();
    }
}
