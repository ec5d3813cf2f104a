global using Bag = System.Collections.Immutable.ImmutableSortedDictionary<string, string>;

namespace Howdah.Engine.Models;

/// <summary>Where a thing is in its life.</summary>
public enum Life
{
    /// <summary>It is wanted.</summary>
    Alive,

    /// <summary>It is being taken down.</summary>
    Dying,

    /// <summary>Its charm is done with it; what remains of it is being removed.</summary>
    Dead,
}

/// <summary>A map of strings with a version that grows by one whenever the content differs from before.</summary>
/// <param name="Values">The content.</param>
/// <param name="Version">0 as long as nothing was ever written.</param>
public sealed record Databag(Bag Values, long Version)
{
    /// <summary>Nothing, never written.</summary>
    public static Databag Empty { get; } = new(Bag.Empty, 0);

    /// <summary>The databag without anything in it.</summary>
    public Databag Cleared() => With(Values.Keys.Select(key => KeyValuePair.Create(key, "")));

    /// <summary>The databag after <paramref name="changes"/>; an empty string deletes its key. The same object when nothing differs.</summary>
    public Databag With(IEnumerable<KeyValuePair<string, string>> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var builder = Values.ToBuilder();
        foreach (var (key, value) in changes)
        {
            if (value.Length == 0)
            {
                builder.Remove(key);
            }
            else
            {
                builder[key] = value;
            }
        }

        var values = builder.ToImmutable();
        return values.Count == Values.Count && values.All(pair => Values.TryGetValue(pair.Key, out var old) && old == pair.Value)
            ? this
            : new Databag(values, Version + 1);
    }
}
