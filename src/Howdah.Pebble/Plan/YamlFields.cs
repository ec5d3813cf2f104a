using System.Globalization;
using Howdah.Pebble.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Howdah.Pebble.Plan;

/// <summary>
/// One mapping of a layer, read key by key. What is wrong is collected, so that the reader sees every error of the section at
/// once, as with the reference's parser; a key that nobody asked for is an error.
/// </summary>
internal sealed class YamlFields
{
    private readonly Dictionary<string, (YamlScalarNode Key, YamlNode Value)> _fields = new(StringComparer.Ordinal);
    private readonly List<string> _errors;

    public YamlFields(YamlMappingNode node, List<string> errors)
    {
        _errors = errors;
        foreach (var (key, value) in node.Children)
        {
            if (key is YamlScalarNode scalar) _fields[scalar.Value ?? ""] = (scalar, value);
        }
    }

    /// <summary>Whether a plain scalar is YAML's null.</summary>
    public static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    public string? String(string key)
    {
        if (Take(key) is not { } node) return null;
        if (node is YamlScalarNode scalar) return scalar.Value;
        Wrong(node, "string");
        return null;
    }

    public int? Int(string key)
    {
        if (Take(key) is not { } node) return null;
        if (node is YamlScalarNode scalar && TryInt(scalar.Value ?? "", out var number)) return number;
        Wrong(node, "int");
        return null;
    }

    public TimeSpan? Duration(string key)
    {
        if (Take(key) is not { } node) return null;
        if (node is not YamlScalarNode scalar) throw new PlanException("duration must be a YAML string");
        return GoDuration.Parse(scalar.Value ?? "") ?? throw new PlanException($"invalid duration {GoQuote.Quote(scalar.Value)}");
    }

    public double? Float(string key)
    {
        if (Take(key) is not { } node) return null;
        if (node is YamlScalarNode scalar && double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
        throw new PlanException($"invalid floating-point number {GoQuote.Quote((node as YamlScalarNode)?.Value)}");
    }

    public IReadOnlyList<string> Strings(string key)
    {
        if (Take(key) is not { } node) return [];
        if (node is YamlSequenceNode sequence) return [.. sequence.Children.Select(c => Scalar(c, "string"))];
        Wrong(node, "[]string");
        return [];
    }

    public IReadOnlyDictionary<string, string> Map(string key, string type = "map[string]string")
    {
        if (Take(key) is not { } node) return Maps.Empty;
        if (node is not YamlMappingNode mapping)
        {
            Wrong(node, type);
            return Maps.Empty;
        }
        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in mapping.Children) result[Scalar(name, "string")] = IsNull(value) ? "" : Scalar(value, "string");
        return result;
    }

    /// <summary>An inner mapping; null when absent.</summary>
    public YamlFields? Object(string key, string type)
    {
        if (Take(key) is not { } node) return null;
        if (node is YamlMappingNode mapping) return new YamlFields(mapping, _errors);
        Wrong(node, type);
        return null;
    }

    /// <summary>Reports the keys that were not read.</summary>
    public void Done(string type)
    {
        foreach (var (key, _) in _fields.Values) _errors.Add($"line {key.Start.Line}: field {key.Value} not found in type {type}");
    }

    private YamlNode? Take(string key) => _fields.Remove(key, out var field) && !IsNull(field.Value) ? field.Value : null;

    private string Scalar(YamlNode node, string type)
    {
        if (node is YamlScalarNode scalar) return scalar.Value ?? "";
        Wrong(node, type);
        return "";
    }

    private void Wrong(YamlNode node, string type)
    {
        var found = node switch
        {
            YamlMappingNode => "!!map",
            YamlSequenceNode => "!!seq",
            YamlScalarNode scalar => $"{TagOf(scalar)} `{(scalar.Value?.Length > 10 ? scalar.Value[..7] + "..." : scalar.Value)}`",
            _ => "!!null",
        };
        _errors.Add($"line {node.Start.Line}: cannot unmarshal {found} into {type}");
    }

    private static string TagOf(YamlScalarNode scalar)
    {
        if (scalar.Style != ScalarStyle.Plain) return "!!str";
        return scalar.Value is "true" or "false" ? "!!bool"
            : TryInt(scalar.Value ?? "", out _) ? "!!int"
            : double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? "!!float" : "!!str";
    }

    private static bool TryInt(string text, out int number)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (digits.StartsWith("0x", StringComparison.Ordinal)) return int.TryParse(digits.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out number);
        return int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }
}
