using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Howdah.Engine.Charms;

/// <summary>Gives configuration values the type that their option declares.</summary>
internal static partial class ConfigTyping
{
    /// <summary>The name of a type in <c>config.yaml</c> and in messages.</summary>
    public static string NameOf(OptionType type) => type switch
    {
        OptionType.String => "string",
        OptionType.Int => "int",
        OptionType.Float => "float",
        OptionType.Boolean => "boolean",
        _ => "secret",
    };

    /// <summary>The value that a person typed for an option.</summary>
    public static JsonElement FromText(ConfigOption option, string text) => option.Type switch
    {
        OptionType.String => Element(JsonValue.Create(text)),
        OptionType.Secret when text.Length == 0 || SecretUri().IsMatch(text) => Element(JsonValue.Create(text)),
        OptionType.Int when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
            Element(JsonValue.Create(number)),
        OptionType.Float when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) =>
            Element(JsonValue.Create(number)),
        OptionType.Boolean when text is "true" or "True" or "TRUE" or "1" => Element(JsonValue.Create(true)),
        OptionType.Boolean when text is "false" or "False" or "FALSE" or "0" => Element(JsonValue.Create(false)),
        _ => throw Mismatch(option, $"\"{text}\""),
    };

    /// <summary>The value that a YAML file has for an option.</summary>
    public static JsonElement FromJson(ConfigOption option, JsonNode value) => (option.Type, value.GetValueKind()) switch
    {
        (OptionType.String or OptionType.Secret, JsonValueKind.String) => FromText(option, value.GetValue<string>()),
        (OptionType.Int, JsonValueKind.Number) when value.AsValue().TryGetValue<long>(out _) => Element(value),
        (OptionType.Float, JsonValueKind.Number) => Element(value),
        (OptionType.Boolean, JsonValueKind.True or JsonValueKind.False) => Element(value),
        _ => throw Mismatch(option, value.ToJsonString()),
    };

    internal static JsonElement Element(JsonNode value)
    {
        using var document = JsonDocument.Parse(value.ToJsonString());
        return document.RootElement.Clone();
    }

    private static EngineException Mismatch(ConfigOption option, string value) =>
        EngineException.Invalid($"option \"{option.Name}\" expected {NameOf(option.Type)}, got {value}");

    [GeneratedRegex("^secret:(//[0-9a-f-]+/)?[0-9a-z]{20}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretUri();
}
