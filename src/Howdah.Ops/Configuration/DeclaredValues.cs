using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Howdah.Ops;

/// <summary>
/// Values that a file of the charm declares (options, parameters of an action), read into a record of the charm's own. What the record has comes
/// from its source-generated JSON metadata, so native code needs no reflection; it has to agree with the file, which every use checks.
/// </summary>
/// <param name="noun">What one value is, for messages.</param>
/// <param name="file">The file that declares them.</param>
/// <param name="declared">What it declares.</param>
internal sealed class DeclaredValues(string noun, string file, IReadOnlyList<DeclaredValue> declared)
{
    public static DeclaredValues Of(IEnumerable<OptionMetadata> options) => new(
        "option", "config.yaml", [.. options.Select(option => new DeclaredValue(option.Name, option.Type, option.Default is not null))]);

    public static DeclaredValues Of(ActionMetadata action) => new(
        "parameter",
        "actions.yaml",
        [.. action.Parameters.Values.Select(parameter => new DeclaredValue(
            parameter.Name, parameter.Type, parameter.Default is not null || action.Required.Contains(parameter.Name, StringComparer.Ordinal)))]);

    /// <summary>Reads the values.</summary>
    /// <exception cref="FormatException">One is missing, or can't be what the record has.</exception>
    /// <exception cref="InvalidOperationException">Record and file do not agree.</exception>
    public T Read<T>(JsonElement values, JsonTypeInfo<T> type)
    {
        if (Differences(type) is { Length: > 0 } differences)
        {
            throw new InvalidOperationException($"{typeof(T).Name} and {file} do not agree: {differences}");
        }

        foreach (var property in PropertiesOf(type))
        {
            var value = Find(values, property.Name);
            if (value is null ? !IsNullable(property) : !Fits(value.Value, KindOf(property)))
            {
                throw new FormatException($"{noun} \"{property.Name}\" {(value is null ? "must be set" : $"expected {KindOf(property)}, got {value.Value.GetRawText()}")}");
            }
        }

        return (values.ValueKind == JsonValueKind.Object ? values : JsonElement.Parse("{}")).Deserialize(type)!;
    }

    private static JsonElement? Find(JsonElement values, string name) => values.ValueKind == JsonValueKind.Object
        && values.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string Differences(JsonTypeInfo type)
    {
        var properties = PropertiesOf(type).ToList();
        return string.Join(
            "; ",
            [
                .. properties.ExceptBy(declared.Select(value => value.Name), property => property.Name, StringComparer.Ordinal)
                    .Select(property => $"the file has no \"{property.Name}\""),
                .. declared.ExceptBy(properties.Select(property => property.Name), value => value.Name, StringComparer.Ordinal)
                    .Select(value => $"the record has no \"{value.Name}\""),
                .. from property in properties
                   join value in declared on property.Name equals value.Name
                   where !string.Equals(KindOf(property), value.Kind, StringComparison.Ordinal)
                   select $"\"{value.Name}\" is {value.Kind} in the file and {KindOf(property)} in the record",
                .. from property in properties
                   join value in declared on property.Name equals value.Name
                   where IsNullable(property) == value.IsAlwaysSet
                   select $"\"{value.Name}\" is {(value.IsAlwaysSet ? "always" : "not always")} set, by the file, and {(value.IsAlwaysSet ? "" : "not ")}nullable in the record",
            ]);
    }

    // What a record computes is no value of the file.
    private static IEnumerable<JsonPropertyInfo> PropertiesOf(JsonTypeInfo type) => type.Properties.Where(property => property.AssociatedParameter is not null);

    private static bool IsNullable(JsonPropertyInfo property) => property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(property.PropertyType) is not null
        : property.AssociatedParameter!.IsNullable;

    private static string KindOf(JsonPropertyInfo property) => Type.GetTypeCode(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) switch
    {
        TypeCode.Boolean => DeclaredValue.Boolean,
        TypeCode.Int64 => DeclaredValue.Integer,
        TypeCode.Double => DeclaredValue.Number,
        TypeCode.String => DeclaredValue.Text,
        _ => throw new InvalidOperationException($"\"{property.Name}\" is a {property.PropertyType.Name}: make it a string, long, double or bool"),
    };

    private static bool Fits(JsonElement value, string kind) => kind switch
    {
        DeclaredValue.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        DeclaredValue.Integer => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        DeclaredValue.Number => value.ValueKind == JsonValueKind.Number,
        _ => value.ValueKind == JsonValueKind.String,
    };
}

/// <summary>A value that a file of the charm declares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as the file names it.</param>
/// <param name="IsAlwaysSet">True when it has a default, or must be given.</param>
internal sealed record DeclaredValue(string Name, string Type, bool IsAlwaysSet)
{
    public const string Boolean = "a boolean";
    public const string Integer = "an integer";
    public const string Number = "a number";
    public const string Text = "a string";

    /// <summary>Its type, named alike for options and parameters.</summary>
    public string Kind => Type switch
    {
        "string" or "secret" => Text,
        "int" or "integer" => Integer,
        "float" or "number" => Number,
        "boolean" => Boolean,
        "" => "of no type",
        _ => $"of type {Type}",
    };
}
