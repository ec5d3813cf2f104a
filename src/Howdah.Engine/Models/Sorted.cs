using System.Collections.Immutable;

namespace Howdah.Engine.Models;

/// <summary>Sorted maps by name, in the order of bytes.</summary>
internal static class Sorted
{
    public static ImmutableSortedDictionary<string, T> ByName<T>(this IEnumerable<T> items, Func<T, string> name) =>
        items.ToImmutableSortedDictionary(name, item => item, StringComparer.Ordinal);

    public static Bag ToBag(this IEnumerable<KeyValuePair<string, string>> pairs) =>
        pairs.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
