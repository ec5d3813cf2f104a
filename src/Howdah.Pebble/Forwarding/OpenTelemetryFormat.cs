using System.Text;
using System.Text.Json;
using Howdah.Pebble.Api;

namespace Howdah.Pebble.Forwarding;

/// <summary>The JSON form of an OTLP logs request: one resource a service, its labels as attributes.</summary>
internal static class OpenTelemetryFormat
{
    public const string ContentType = "application/json", Path = "/v1/logs";

    public static ReadOnlyMemory<byte> Write(IReadOnlyList<LogStream> streams)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer, Respond.JsonOptions);
        json.WriteStartObject();
        json.WriteStartArray("resourceLogs");
        foreach (var stream in streams) WriteResource(json, stream);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteResource(Utf8JsonWriter json, LogStream stream)
    {
        json.WriteStartObject();
        json.WriteStartObject("resource");
        json.WriteStartArray("attributes");
        WriteAttribute(json, "service.name", stream.Service);
        foreach (var (key, value) in stream.Labels) WriteAttribute(json, key, value);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("scopeLogs");
        json.WriteStartObject();
        json.WriteStartObject("scope");
        json.WriteString("name", "pebble");
        json.WriteEndObject();
        json.WriteStartArray("logRecords");
        foreach (var entry in stream.Entries)
        {
            json.WriteStartObject();
            json.WriteString("timeUnixNano", LokiFormat.Nanoseconds(entry.Time));
            json.WriteStartObject("body");
            json.WriteString("stringValue", Encoding.UTF8.GetString(entry.Message.Span));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteAttribute(Utf8JsonWriter json, string key, string value)
    {
        json.WriteStartObject();
        json.WriteString("key", key);
        json.WriteStartObject("value");
        json.WriteString("stringValue", value);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
