using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Howdah.Engine.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Howdah.Engine.HookCommands.Output;

/// <summary>YAML in block style, keys in the order of bytes.</summary>
internal static class YamlWriter
{
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        switch (node)
        {
            case JsonObject { Count: > 0 } map:
                WriteMap(text, map, 0);
                break;
            case JsonArray { Count: > 0 } list:
                WriteList(text, list, 0);
                break;
            default:
                text.Append(Inline(node, 0)).Append('\n');
                break;
        }

        return text.ToString();
    }

    private static void WriteMap(StringBuilder text, JsonObject map, int indent)
    {
        foreach (var (key, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(' ', indent).Append(Scalar(key, indent)).Append(':');
            WriteValue(text, value, indent);
        }
    }

    private static void WriteList(StringBuilder text, JsonArray list, int indent)
    {
        foreach (var item in list)
        {
            text.Append(' ', indent).Append('-');
            if (item is JsonObject { Count: > 0 } map)
            {
                var inner = new StringBuilder();
                WriteMap(inner, map, indent + 2);
                text.Append(' ').Append(inner.ToString().AsSpan(indent + 2));
            }
            else
            {
                WriteValue(text, item, indent);
            }
        }
    }

    private static void WriteValue(StringBuilder text, JsonNode? value, int indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map:
                text.Append('\n');
                WriteMap(text, map, indent + 2);
                break;
            case JsonArray { Count: > 0 } list:
                text.Append('\n');
                WriteList(text, list, indent);
                break;
            default:
                text.Append(' ').Append(Inline(value, indent)).Append('\n');
                break;
        }
    }

    private static string Inline(JsonNode? value, int indent) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        _ when value.GetValueKind() == JsonValueKind.String => Scalar(value.GetValue<string>(), indent),
        _ => value.ToJsonString(),
    };

    private static string Scalar(string text, int indent)
    {
        if (text.Contains('\n', StringComparison.Ordinal) && !text.Any(c => char.IsControl(c) && c != '\n') && text[0] is not (' ' or '\n'))
        {
            var chomp = text.EndsWith("\n\n", StringComparison.Ordinal) ? "+" : text.EndsWith('\n') ? "" : "-";
            var lines = text.EndsWith('\n') ? text[..^1] : text;
            var pad = new string(' ', indent + 2);
            return $"|{chomp}\n" + string.Join('\n', lines.Split('\n').Select(line => line.Length == 0 ? "" : pad + line));
        }

        return IsPlain(text) ? text : JsonText.Write(JsonValue.Create(text));
    }

    // Plain is what reads back as the same string and can't be taken for anything else.
    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || text.Any(char.IsControl)
            || "-?:,[]{}#&*!|>'\"%@`".Contains(text[0], StringComparison.Ordinal)
            || text.Contains(": ", StringComparison.Ordinal) || text.Contains(" #", StringComparison.Ordinal) || text[^1] == ':')
        {
            return false;
        }

        return YamlText.ToJson(new YamlScalarNode(text) { Style = ScalarStyle.Plain })?.GetValueKind() == JsonValueKind.String;
    }
}
