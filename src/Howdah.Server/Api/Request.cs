using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Howdah.Engine;

namespace Howdah.Server.Api;

/// <summary>One request: what it names, what it carries, and how it is answered.</summary>
/// <param name="engine">What every request may need.</param>
/// <param name="context">The HTTP side of it.</param>
internal sealed class Request(Engine engine, HttpContext context)
{
    /// <summary>What every request may need.</summary>
    public Engine Engine { get; } = engine;

    /// <summary>The HTTP side of it.</summary>
    public HttpContext Http { get; } = context;

    /// <summary>Set when the client is gone.</summary>
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>The model that the path names.</summary>
    public ModelService Model => Engine.Controller.GetModel(Part("model"));

    /// <summary>The unit that the path names, <c>app/0</c>.</summary>
    public string Unit => $"{Part("application")}/{Part("number")}";

    /// <summary>A part of the path.</summary>
    public string Part(string name) => Http.GetRouteValue(name) as string ?? "";

    /// <summary>A number in the path.</summary>
    /// <exception cref="EngineException">It is none.</exception>
    public int Number(string name, string what) => int.TryParse(Part(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new EngineException(EngineErrorKind.NotFound, $"{what} \"{Part(name)}\" not found");

    /// <summary>Whether a switch of the query is on.</summary>
    public bool Flag(string name) => Http.Request.Query[name] == "true";

    /// <summary>The values of a name in the query.</summary>
    public IReadOnlyList<string> Values(string name) => [.. Http.Request.Query[name].OfType<string>()];

    /// <summary>The JSON that the request carries.</summary>
    public async Task<T> ReadAsync<T>(JsonTypeInfo<T> type) =>
        await JsonSerializer.DeserializeAsync(Http.Request.Body, type, Aborted).ConfigureAwait(false)
        ?? throw new JsonException("the request's body is empty");

    /// <summary>Answers with JSON.</summary>
    public async Task AnswerAsync<T>(T value, JsonTypeInfo<T> type)
    {
        Http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(Http.Response.Body, value, type, Aborted).ConfigureAwait(false);
    }

    /// <summary>Answers that it is done.</summary>
    public Task DoneAsync()
    {
        Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>Answers with JSON lines, each sent as soon as it is there; ends when the client leaves or the engine ends.</summary>
    public async Task StreamAsync<T>(Func<CancellationToken, IAsyncEnumerable<T>> items, JsonTypeInfo<T> type)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Aborted, Engine.Lifetime.ApplicationStopping);
        Http.Response.ContentType = "application/x-ndjson";
        try
        {
            var started = false;
            await foreach (var item in items(end.Token).WithCancellation(end.Token).ConfigureAwait(false))
            {
                started = true;
                await Http.Response.Body.WriteAsync(JsonLine(item, type), end.Token).ConfigureAwait(false);
                await Http.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
            }

            if (!started)
            {
                await Http.Response.StartAsync(end.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The end that such an answer has.
        }
    }

    private static byte[] JsonLine<T>(T item, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(item, type);
        Array.Resize(ref json, json.Length + 1);
        json[^1] = (byte)'\n';
        return json;
    }
}
