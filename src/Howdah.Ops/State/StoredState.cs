using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Howdah.Ops;

/// <summary>
/// Values that this unit's charm remembers, saved when the dispatch succeeds. They are lost with the pod: what must last belongs
/// into a peer databag or is found out again.
/// </summary>
public sealed class StoredState
{
    private readonly Dictionary<string, string> values;

    internal StoredState(IReadOnlyDictionary<string, string>? values) =>
        this.values = values is null ? new(StringComparer.Ordinal) : new(values, StringComparer.Ordinal);

    /// <summary>A value, or null when there is none. Setting null removes it.</summary>
    public string? this[string key]
    {
        get => values.GetValueOrDefault(key);
        set
        {
            if (value is null)
            {
                IsChanged |= values.Remove(key);
            }
            else if (!string.Equals(values.GetValueOrDefault(key), value, StringComparison.Ordinal))
            {
                values[key] = value;
                IsChanged = true;
            }
        }
    }

    internal bool IsChanged { get; private set; }

    internal IReadOnlyDictionary<string, string> Values => values;

    /// <summary>A value of another type, or its default when there is none.</summary>
    public T? Get<T>(string key, JsonTypeInfo<T> type) =>
        this[key] is { } text ? JsonSerializer.Deserialize(text, type) : default;

    /// <summary>Remembers a value of another type.</summary>
    public void Set<T>(string key, T value, JsonTypeInfo<T> type) => this[key] = JsonSerializer.Serialize(value, type);
}
