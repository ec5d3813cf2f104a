using System.Globalization;
using System.Text.Json.Nodes;

namespace Howdah.Ops.Testing;

/// <summary>Values of YAML files in the type that they are declared with.</summary>
internal static class YamlValues
{
    public static JsonNode? Default(string type, string? text) => text is null
        ? null
        : type switch
        {
            "int" or "integer" => JsonValue.Create(long.Parse(text, CultureInfo.InvariantCulture)),
            "float" or "number" => JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture)),
            "boolean" => JsonValue.Create(text is "true" or "True"),
            _ => JsonValue.Create(text),
        };
}
