using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Howdah.Pebble.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Howdah.Pebble.Api;

/// <summary>Writes the envelopes of 5.1.</summary>
internal static class Respond
{
    /// <summary>For a line of JSON, in which the reference escapes no HTML.</summary>
    public static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly JsonWriterOptions _envelope = new() { Encoder = new GoJsonEncoder(), SkipValidation = true };

    /// <summary>A result, or none when <paramref name="result"/> is null.</summary>
    /// <param name="context">The request.</param>
    /// <param name="result">Writes it.</param>
    /// <param name="status">The status code.</param>
    /// <param name="beforeSending">What must have happened before the client gets what has been written.</param>
    public static Task SyncAsync(HttpContext context, Action<Utf8JsonWriter>? result, int status = 200, Func<Task>? beforeSending = null) =>
        SendAsync(context, status, "sync", json =>
        {
            if (result is null) return;
            json.WritePropertyName("result");
            result(json);
        }, beforeSending);

    /// <summary>A change that has been begun.</summary>
    public static Task AsyncAsync(HttpContext context, string change, Action<Utf8JsonWriter> result) =>
        SendAsync(context, 202, "async", json =>
        {
            json.WriteString("change", change);
            json.WritePropertyName("result");
            result(json);
        });

    public static Task ErrorAsync(HttpContext context, int status, string message, string? kind = null) =>
        SendAsync(context, status, "error", json =>
        {
            json.WriteStartObject("result");
            json.WriteString("message", message);
            if (kind is not null) json.WriteString("kind", kind);
            json.WriteEndObject();
        });

    /// <summary>A sync envelope as bytes, for the last part of a file answer.</summary>
    public static ReadOnlyMemory<byte> Envelope(int status, string type, Action<Utf8JsonWriter> rest)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, _envelope);
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteNumber("status-code", status);
        json.WriteString("status", ReasonPhrases.GetReasonPhrase(status));
        rest(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static async Task SendAsync(HttpContext context, int status, string type, Action<Utf8JsonWriter> rest, Func<Task>? beforeSending = null)
    {
        var body = Envelope(status, type, json =>
        {
            rest(json);
            if (type is not "error" && context.Features.Get<LatestWarning>() is { } warning) json.WriteString("latest-warning", GoTime.Utc(warning.Time));
        });
        if (beforeSending is not null) await beforeSending().ConfigureAwait(false);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}

/// <summary>That there are warnings, and when the newest was repeated last: told with every answer but errors.</summary>
internal sealed record LatestWarning(DateTimeOffset Time);
