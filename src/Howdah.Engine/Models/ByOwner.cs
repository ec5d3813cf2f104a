using System.Collections.Immutable;

namespace Howdah.Engine.Models;

/// <summary>
/// The records of a model by what they belong to, made when somebody first asks and used as long as the records are the same: without it every
/// look at one unit would go through all units of the model.
/// </summary>
internal sealed class ByOwner<TKey, T>
    where TKey : notnull
{
    private readonly ImmutableSortedDictionary<TKey, T> _records;
    private readonly ILookup<string, T> _byOwner;

    private ByOwner(ImmutableSortedDictionary<TKey, T> records, Func<T, IEnumerable<string>> owners)
    {
        _records = records;
        _byOwner = records.Values
            .SelectMany(record => owners(record).Select(owner => (owner, record)))
            .ToLookup(pair => pair.owner, pair => pair.record, StringComparer.Ordinal);
    }

    /// <summary>The records of one owner in their order.</summary>
    /// <param name="index">Where the index is kept: a field of what has the records, which a changed copy of it inherits.</param>
    /// <param name="records">The records.</param>
    /// <param name="owners">Whom a record belongs to.</param>
    /// <param name="owner">The owner.</param>
    public static IEnumerable<T> Find(
        ref ByOwner<TKey, T>? index, ImmutableSortedDictionary<TKey, T> records, Func<T, IEnumerable<string>> owners, string owner)
    {
        var current = index;
        if (current is null || !ReferenceEquals(current._records, records))
        {
            index = current = new ByOwner<TKey, T>(records, owners);
        }

        return current._byOwner[owner];
    }
}
