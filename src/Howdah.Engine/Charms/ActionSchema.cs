using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Howdah.Engine.Charms;

/// <summary>Checks an action's parameters against its schema and fills in the schema's defaults.</summary>
public static class ActionSchema
{
    /// <summary>The parameters with defaults filled in.</summary>
    /// <exception cref="EngineException">They break the schema: <c>validation failed: …</c>.</exception>
    public static JsonObject Apply(ActionSpec action, JsonObject parameters)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(parameters);
        var schema = JsonObject.Create(action.Schema)!;
        var filled = (JsonObject)parameters.DeepClone();
        FillDefaults(schema, filled);
        if (FirstProblem(schema, filled, "(root)") is { } problem)
        {
            throw EngineException.Invalid($"validation failed: {problem}");
        }

        return filled;
    }

    private static void FillDefaults(JsonObject schema, JsonObject value)
    {
        if (schema["properties"] is not JsonObject properties)
        {
            return;
        }

        foreach (var (name, node) in properties)
        {
            if (node is not JsonObject property)
            {
                continue;
            }

            if (value[name] is null && property["default"] is { } standard)
            {
                value[name] = standard.DeepClone();
            }

            if (property["properties"] is JsonObject && value[name] is null or JsonObject)
            {
                var nested = value[name] as JsonObject ?? [];
                FillDefaults(property, nested);
                if (nested.Count > 0 && value[name] is null)
                {
                    value[name] = nested;
                }
            }
        }
    }

    private static string? FirstProblem(JsonObject schema, JsonNode? value, string path) =>
        TypeProblem(schema, value, path)
        ?? EnumProblem(schema, value, path)
        ?? NumberProblem(schema, value, path)
        ?? TextProblem(schema, value, path)
        ?? ArrayProblem(schema, value, path)
        ?? ObjectProblem(schema, value, path);

    private static string? TypeProblem(JsonObject schema, JsonNode? value, string path)
    {
        string[] expected = schema["type"] switch
        {
            JsonValue one => [one.ToString()],
            JsonArray several => [.. several.Select(type => type?.ToString() ?? "")],
            _ => [],
        };
        return expected.Length == 0 || expected.Any(type => IsOfType(value, type))
            ? null
            : $"{path} : must be of type {string.Join(" or ", expected)}, given {(value is null ? "null" : value.ToJsonString())}";
    }

    private static bool IsOfType(JsonNode? value, string type) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => decimal.TryParse(value!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && decimal.Truncate(number) == number,
        ("number", JsonValueKind.Number) => true,
        ("array", JsonValueKind.Array) => true,
        ("object", JsonValueKind.Object) => true,
        ("null", JsonValueKind.Null) => true,
        _ => false,
    };

    private static string? EnumProblem(JsonObject schema, JsonNode? value, string path) =>
        schema["enum"] is JsonArray allowed && !allowed.Any(candidate => JsonNode.DeepEquals(candidate, value))
            ? $"{path} : must be one of {allowed.ToJsonString()}, given {(value is null ? "null" : value.ToJsonString())}"
            : null;

    private static string? NumberProblem(JsonObject schema, JsonNode? value, string path)
    {
        if (value?.GetValueKind() != JsonValueKind.Number || !decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return Bound(schema, "minimum") is { } least && number < least ? $"{path} : must be greater than or equal to {least}"
            : Bound(schema, "maximum") is { } most && number > most ? $"{path} : must be less than or equal to {most}"
            : null;
    }

    private static string? TextProblem(JsonObject schema, JsonNode? value, string path)
    {
        if (value?.GetValueKind() != JsonValueKind.String)
        {
            return null;
        }

        var text = value.GetValue<string>();
        return Bound(schema, "minLength") is { } least && text.Length < least ? $"{path} : must have at least {least} characters"
            : Bound(schema, "maxLength") is { } most && text.Length > most ? $"{path} : must have at most {most} characters"
            : schema["pattern"]?.GetValue<string>() is { } pattern
                && !Regex.IsMatch(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)) ? $"{path} : does not match pattern '{pattern}'"
            : null;
    }

    private static string? ArrayProblem(JsonObject schema, JsonNode? value, string path)
    {
        if (value is not JsonArray array)
        {
            return null;
        }

        return Bound(schema, "minItems") is { } least && array.Count < least ? $"{path} : must have at least {least} items"
            : Bound(schema, "maxItems") is { } most && array.Count > most ? $"{path} : must have at most {most} items"
            : schema["items"] is JsonObject items
                ? array.Select((item, index) => FirstProblem(items, item, $"{path}.{index}")).FirstOrDefault(problem => problem is not null)
            : null;
    }

    private static string? ObjectProblem(JsonObject schema, JsonNode? value, string path)
    {
        if (value is not JsonObject map)
        {
            return null;
        }

        if (schema["required"] is JsonArray required
            && required.Select(name => name?.ToString() ?? "").FirstOrDefault(name => !map.ContainsKey(name)) is { } missing)
        {
            return $"{path} : \"{missing}\" property is missing and required";
        }

        var properties = schema["properties"] as JsonObject ?? [];
        foreach (var (name, item) in map)
        {
            if (properties[name] is JsonObject property)
            {
                if (FirstProblem(property, item, path == "(root)" ? name : $"{path}.{name}") is { } problem)
                {
                    return problem;
                }
            }
            else if (schema["additionalProperties"] is JsonValue additional && additional.GetValueKind() == JsonValueKind.False)
            {
                return $"{path} : additional property \"{name}\" is not allowed";
            }
        }

        return null;
    }

    private static decimal? Bound(JsonObject schema, string key) =>
        schema[key] is { } node && decimal.TryParse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
