using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Api;

/// <summary>A request on its way through the handlers.</summary>
internal sealed class ApiRequest(HttpContext context, Caller caller, string[] path)
{
    // The body of a request for anything but files is small; this keeps a mistake from filling the memory.
    private const int BodyLimit = 64 * 1024 * 1024;

    public HttpContext Context { get; } = context;

    public Caller Caller { get; } = caller;

    /// <summary>The segments of the path after /v1.</summary>
    public string[] Path { get; } = path;

    public CancellationToken Cancellation => Context.RequestAborted;

    /// <summary>A query parameter; empty when absent.</summary>
    public string Query(string name) => Context.Request.Query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] ?? "" : "";

    public bool HasQuery(string name) => Context.Request.Query.ContainsKey(name);

    /// <summary>A list parameter: repeated, comma-separated, or both.</summary>
    public List<string> QueryList(string name) =>
        [.. Context.Request.Query[name].SelectMany(v => (v ?? "").Split(',')).Select(v => v.Trim()).Where(v => v.Length > 0)];

    /// <summary>A duration parameter; null when absent.</summary>
    public TimeSpan? QueryDuration(string name)
    {
        var text = Query(name);
        if (text.Length == 0) return null;
        return GoDuration.Parse(text) ?? throw ApiException.Bad($"invalid {name}: time: invalid duration {GoQuote.Quote(text)}");
    }

    /// <summary>The first JSON value of the body.</summary>
    public async Task<T> BodyAsync<T>(JsonTypeInfo<T> type, string failure = "cannot decode request body: ")
        where T : class, new()
    {
        var body = new MemoryStream();
        var buffer = new byte[8192];
        while (await Context.Request.Body.ReadAsync(buffer, Cancellation).ConfigureAwait(false) is var count and > 0)
        {
            if (body.Length + count > BodyLimit) throw ApiException.Bad(failure + "request body too large");
            body.Write(buffer, 0, count);
        }
        return Decode(body.GetBuffer().AsSpan(0, (int)body.Length), type, failure);
    }

    /// <summary>Decodes the first JSON value; what follows it is ignored.</summary>
    public static T Decode<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type, string failure)
        where T : class, new()
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { AllowMultipleValues = true });
            return JsonSerializer.Deserialize(ref reader, type) ?? new T();
        }
        catch (JsonException) when (body.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw ApiException.Bad(failure + "EOF");
        }
        catch (JsonException wrong)
        {
            throw ApiException.Bad(failure + wrong.Message);
        }
    }
}
