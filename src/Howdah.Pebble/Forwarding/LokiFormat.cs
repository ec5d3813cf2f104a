using System.Globalization;
using System.Text;
using System.Text.Json;
using Howdah.Pebble.Api;

namespace Howdah.Pebble.Forwarding;

/// <summary>The body of Loki's push API: one stream a service, times in nanoseconds.</summary>
internal static class LokiFormat
{
    public const string ContentType = "application/json; charset=utf-8";

    public static ReadOnlyMemory<byte> Write(IReadOnlyList<LogStream> streams)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer, Respond.JsonOptions);
        json.WriteStartObject();
        json.WriteStartArray("streams");
        foreach (var stream in streams)
        {
            json.WriteStartObject();
            json.WriteStartObject("stream");
            var labels = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["pebble_service"] = stream.Service };
            foreach (var (key, value) in stream.Labels) labels[key] = value;
            foreach (var (key, value) in labels) json.WriteString(key, value);
            json.WriteEndObject();
            json.WriteStartArray("values");
            foreach (var entry in stream.Entries)
            {
                json.WriteStartArray();
                json.WriteStringValue(Nanoseconds(entry.Time));
                // By way of a string: what is not UTF-8 becomes U+FFFD.
                json.WriteStringValue(Encoding.UTF8.GetString(entry.Message.Span));
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Nanoseconds since 1970.</summary>
    public static string Nanoseconds(DateTimeOffset time) =>
        ((time - DateTimeOffset.UnixEpoch).Ticks * 100).ToString(CultureInfo.InvariantCulture);
}
