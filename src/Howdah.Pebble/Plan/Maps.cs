namespace Howdah.Pebble.Plan;

/// <summary>String maps, sorted by key as the plan shows them.</summary>
internal static class Maps
{
    public static IReadOnlyDictionary<string, string> Empty { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, string> Merge(IReadOnlyDictionary<string, string> first, IReadOnlyDictionary<string, string> later)
    {
        if (later.Count == 0) return first;
        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in first) result[key] = value;
        foreach (var (key, value) in later) result[key] = value;
        return result;
    }
}
