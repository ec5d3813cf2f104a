using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Howdah.Engine.Yaml;

/// <summary>Reads YAML without reflection; every complaint names the file and the line.</summary>
internal static class YamlText
{
    /// <summary>The one document of <paramref name="text"/>; null when it is empty.</summary>
    public static YamlNode? Parse(string text, string source)
    {
        var documents = ParseAll(text, source);
        return documents.Count == 0 ? null : documents[0];
    }

    /// <summary>All documents of <paramref name="text"/>.</summary>
    public static IReadOnlyList<YamlNode> ParseAll(string text, string source)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StringReader(text);
            stream.Load(reader);
        }
        catch (YamlException e)
        {
            throw EngineException.Invalid($"{source}:{e.Start.Line}: not valid YAML: {e.InnerException?.Message ?? e.Message}");
        }

        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    /// <summary>The node as JSON, with the types that YAML gives to plain scalars.</summary>
    public static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(KeyOf(pair.Key), ToJson(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode scalar => ScalarToJson(scalar),
        _ => null,
    };

    /// <summary>A scalar as text, as it was written; null for the null value.</summary>
    public static string? ScalarText(YamlNode? node) =>
        node is YamlScalarNode scalar && !IsNull(scalar) ? scalar.Value : null;

    /// <summary>True for a plain <c>null</c>, <c>~</c> or nothing at all.</summary>
    public static bool IsNull(YamlNode? node) =>
        node is null or YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    internal static string KeyOf(YamlNode key) => (key as YamlScalarNode)?.Value ?? key.ToString();

    private static JsonValue? ScalarToJson(YamlScalarNode scalar)
    {
        if (IsNull(scalar))
        {
            return null;
        }

        var text = scalar.Value ?? "";
        return scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any) || scalar.Tag == "tag:yaml.org,2002:str"
            ? JsonValue.Create(text)
            : PlainToJson(text);
    }

    private static JsonValue PlainToJson(string text) => text switch
    {
        "true" or "True" or "TRUE" or "yes" or "Yes" or "on" or "On" => JsonValue.Create(true),
        "false" or "False" or "FALSE" or "no" or "No" or "off" or "Off" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => JsonValue.Create(integer),
        _ when LooksNumeric(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) =>
            JsonValue.Create(real),
        _ => JsonValue.Create(text),
    };

    // "nan", "infinity" and the like are words in YAML unless they start with a dot.
    private static bool LooksNumeric(string text) => char.IsAsciiDigit(text[^1]) && text.Any(char.IsAsciiDigit)
        && text.All(c => char.IsAsciiDigit(c) || c is '.' or '-' or '+' or 'e' or 'E');
}
