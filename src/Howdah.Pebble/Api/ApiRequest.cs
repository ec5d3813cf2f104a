using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Api;

/// <summary>A request on its way through the handlers.</summary>
internal sealed class ApiRequest(HttpContext context, Caller caller, string[] path)
{
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
    public Task<T> BodyAsync<T>(JsonTypeInfo<T> type, string failure = "cannot decode request body: ")
        where T : class, new() => BodyAsync(Context.Request.Body, type, failure);

    /// <summary>The first JSON value of a part of the body.</summary>
    public Task<T> BodyAsync<T>(Stream part, JsonTypeInfo<T> type, string failure)
        where T : class, new() => BodyReader.ReadAsync(part, failure, body => Decode(body.Span, type, failure), Cancellation);

    // Decodes the first JSON value; what follows it is ignored.
    private static T Decode<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type, string failure)
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
