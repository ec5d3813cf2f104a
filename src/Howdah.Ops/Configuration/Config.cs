using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Howdah.Ops;

/// <summary>The options of the charm as they are set, read with one command when first looked at.</summary>
public sealed class Config
{
    private readonly CharmMetadata metadata;
    private readonly SecretCache secrets;
    private readonly Lazy<JsonElement> values;

    internal Config(HookTools tools, CharmMetadata metadata, SecretCache secrets)
    {
        this.metadata = metadata;
        this.secrets = secrets;
        values = new(() => tools.Json("config-get"));
    }

    /// <summary>Whether the option has a value, set or by default.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A text, or null when there is none.</summary>
    public string? GetString(string name) => Find(name) is { } value
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
        : null;

    /// <summary>A whole number, or null when there is none.</summary>
    public long? GetInt(string name) => Find(name) is { } value
        ? value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : throw Wrong(name, "an integer", value)
        : null;

    /// <summary>A number, or null when there is none.</summary>
    public double? GetDouble(string name) => Find(name) is { } value
        ? value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Wrong(name, "a number", value)
        : null;

    /// <summary>A yes or no, or null when there is none.</summary>
    public bool? GetBool(string name) => Find(name) is { } value
        ? value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong(name, "a boolean", value)
        : null;

    /// <summary>The secret that the option names, or null when there is none.</summary>
    public Secret? GetSecret(string name) => GetString(name) is { Length: > 0 } id ? secrets.Get(id, null) : null;

    /// <summary>All that have a value, as text.</summary>
    public IReadOnlyDictionary<string, string> ToTexts() => metadata.Options.Keys
        .Where(Has)
        .ToDictionary(name => name, name => GetString(name)!, StringComparer.Ordinal);

    /// <summary>
    /// Reads the options into a record, which has them all: <c>a-b</c> as <c>AB</c>, nullable when the option may be unset. When one is invalid, by
    /// its type or by what the record throws (<see cref="InvalidConfigException"/>, <see cref="ArgumentException"/>, <see cref="FormatException"/>),
    /// the unit is blocked with the reason and the hook ends well.
    /// </summary>
    /// <param name="type">The record, of the charm's own <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> (with
    /// <see cref="System.Text.Json.Serialization.JsonKnownNamingPolicy.KebabCaseLower"/>).</param>
    /// <exception cref="InvalidOperationException">Record and config.yaml do not agree.</exception>
    public T Load<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return DeclaredValues.Of(metadata.Options.Values).Read(values.Value, type);
        }
        catch (Exception e) when (e is InvalidConfigException or ArgumentException or FormatException)
        {
            throw new EndDispatchException(Status.Blocked($"Invalid config: {e.Message}"));
        }
    }

    private JsonElement? Find(string name)
    {
        if (!metadata.Options.ContainsKey(name))
        {
            throw new KeyNotFoundException($"config.yaml declares no option \"{name}\"");
        }

        return values.Value.ValueKind == JsonValueKind.Object
            && values.Value.TryGetProperty(name, out var value)
            && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private static InvalidConfigException Wrong(string name, string expected, JsonElement value) =>
        new(string.Create(CultureInfo.InvariantCulture, $"option \"{name}\" expected {expected}, got {value.GetRawText()}"));
}

/// <summary>
/// An option has a value that the charm cannot use. The message goes into the status: name the option, never a secret.
/// </summary>
public sealed class InvalidConfigException(string message) : Exception(message);

/// <summary>Ends the dispatch now and well, with this status; with none in an action, which says itself how it ended.</summary>
internal sealed class EndDispatchException(Status? status) : Exception(status?.Message)
{
    public Status? Status { get; } = status;
}
