using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary>JSON and YAML output.</summary>
internal static class Formats
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints as JSON or YAML when asked for; false for text.</summary>
    public static bool Print(Invocation invocation, Action<Utf8JsonWriter> content)
    {
        if (invocation.Value("format") is null or "text") return false;
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, _options)) content(json);
        if (invocation.Value("format") is "json")
        {
            Out.Line(Encoding.UTF8.GetString(buffer.WrittenSpan));
        }
        else
        {
            using var document = JsonDocument.Parse(buffer.WrittenMemory);
            Out.Text(Yaml(document.RootElement));
        }
        return true;
    }

    /// <summary>An object of one key whose value maps the name of each element of a list to the element.</summary>
    public static void ByName(Utf8JsonWriter json, string key, JsonElement list)
    {
        json.WriteStartObject();
        json.WriteStartObject(key);
        foreach (var item in list.EnumerateArray())
        {
            json.WritePropertyName(item.GetProperty("name").GetString()!);
            item.WriteTo(json);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>An object of one key with a list.</summary>
    public static void List(Utf8JsonWriter json, string key, IEnumerable<JsonElement> list)
    {
        json.WriteStartObject();
        json.WriteStartArray(key);
        foreach (var item in list) item.WriteTo(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>JSON as block-style YAML, keys in their order.</summary>
    public static string Yaml(JsonElement element)
    {
        var result = new StringBuilder();
        Write(result, element, 0);
        return result.ToString();
    }

    private static void Write(StringBuilder yaml, JsonElement element, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject()) Entry(yaml, $"{GoYaml.Scalar(property.Name, depth)}:", property.Value, depth);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    if (item.ValueKind == JsonValueKind.Object && item.EnumerateObject().Any())
                    {
                        var inner = new StringBuilder();
                        Write(inner, item, depth + 1);
                        yaml.Append(' ', depth * 4).Append("- ").Append("  ").Append(inner.ToString().TrimStart()).Replace("-   ", "- ");
                    }
                    else
                    {
                        Entry(yaml, "-", item, depth);
                    }
                }
                break;
        }
    }

    private static void Entry(StringBuilder yaml, string head, JsonElement value, int depth)
    {
        yaml.Append(' ', depth * 4).Append(head);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when !value.EnumerateObject().Any():
                yaml.Append(" {}\n");
                break;
            case JsonValueKind.Array when value.GetArrayLength() == 0:
                yaml.Append(" []\n");
                break;
            case JsonValueKind.Object or JsonValueKind.Array:
                yaml.Append('\n');
                Write(yaml, value, depth + 1);
                break;
            case JsonValueKind.String:
                yaml.Append(' ').Append(GoYaml.Scalar(value.GetString()!, depth)).Append('\n');
                break;
            default:
                yaml.Append(' ').Append(value.GetRawText()).Append('\n');
                break;
        }
    }
}
