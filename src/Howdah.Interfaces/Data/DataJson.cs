using System.Text.Json;
using System.Text.Json.Serialization;

namespace Howdah.Interfaces;

[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(List<string>))]
internal sealed partial class DataJson : JsonSerializerContext
{
    /// <summary>Reads a list of texts; anything else is an empty one, as the other side is not ours to trust.</summary>
    public static IReadOnlyList<string> ReadList(string? json)
    {
        try
        {
            return string.IsNullOrEmpty(json) ? [] : JsonSerializer.Deserialize(json, Default.ListString) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>Names of roles: a list with commas, in lower case.</summary>
    public static IReadOnlyList<string> ReadNames(string? list) =>
        [.. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(n => n.ToLowerInvariant())];

    public static string WriteList(IEnumerable<string> values) => JsonSerializer.Serialize([.. values], Default.ListString);

    /// <summary>What the other side says, as it is kept in our <c>data</c> field to tell later what changed.</summary>
    public static string Snapshot(IEnumerable<KeyValuePair<string, string>> bag) => JsonSerializer.Serialize(
        bag.Where(p => p.Key != DataField.Data)
            .OrderBy(p => p.Key, StringComparer.Ordinal)
            .ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal),
        Default.DictionaryStringString);
}
