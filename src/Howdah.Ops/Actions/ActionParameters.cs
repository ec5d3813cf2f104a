using System.Text.Json;

namespace Howdah.Ops;

/// <summary>The parameters of an action.</summary>
public sealed class ActionParameters
{
    internal ActionParameters(JsonElement values) => Values = values;

    internal JsonElement Values { get; }

    /// <summary>A text, or null when it was not given.</summary>
    public string? GetString(string name) => Find(name) is { } value
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
        : null;

    /// <summary>A whole number, or null when it was not given.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public long? GetInt(string name) => Find(name) is { } value
        ? value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : throw Wrong(name, "an integer")
        : null;

    /// <summary>A yes or no, or null when it was not given.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public bool? GetBool(string name) => Find(name) is { } value
        ? value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, "a boolean")
        : null;

    /// <summary>A value of any shape, or null when it was not given.</summary>
    public JsonElement? Find(string name) => Values.ValueKind == JsonValueKind.Object
        && Values.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static FormatException Wrong(string name, string expected) => new($"parameter \"{name}\" must be {expected}");
}
