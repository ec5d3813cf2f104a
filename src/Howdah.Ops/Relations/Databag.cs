using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Howdah.Ops;

/// <summary>A databag of somebody else, read when it is first looked at.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "Databag is the field's own word.")]
public class Databag : IReadOnlyDictionary<string, string>
{
    private readonly Lazy<Dictionary<string, string>> content;

    internal Databag(Func<Dictionary<string, string>> read) => content = new(read);

    /// <inheritdoc/>
    public IEnumerable<string> Keys => Content.Keys;

    /// <inheritdoc/>
    public IEnumerable<string> Values => Content.Values;

    /// <inheritdoc/>
    public int Count => Content.Count;

    private protected Dictionary<string, string> Content => content.Value;

    /// <summary>A value.</summary>
    /// <exception cref="KeyNotFoundException">There is none; see <see cref="Find"/>.</exception>
    public string this[string key] => Content[key];

    /// <summary>A value, or null when there is none.</summary>
    public string? Find(string key) => Content.GetValueOrDefault(key);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => Content.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => Content.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => Content.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>
/// A databag of our own. Writes are seen by later reads at once and go out with one <c>relation-set</c> when the handlers are
/// done: the engine commits them with the end of the hook anyway.
/// </summary>
public sealed class LocalDatabag : Databag
{
    private readonly Action mayWrite;
    private readonly SortedDictionary<string, string> pending = new(StringComparer.Ordinal);

    internal LocalDatabag(Func<Dictionary<string, string>> read, Action mayWrite)
        : base(read) => this.mayWrite = mayWrite;

    internal IReadOnlyDictionary<string, string> Pending => pending;

    /// <summary>Writes a value; null or empty removes it. Writing what is there already costs nothing.</summary>
    /// <exception cref="RelationDataException">This unit may not write here.</exception>
    public void Set(string key, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        mayWrite();
        value ??= "";
        if (string.Equals(Find(key) ?? "", value, StringComparison.Ordinal))
        {
            return;
        }

        pending[key] = value;
        if (value.Length == 0)
        {
            Content.Remove(key);
        }
        else
        {
            Content[key] = value;
        }
    }

    /// <summary>Writes several values; see <see cref="Set"/>.</summary>
    public void Update(IEnumerable<KeyValuePair<string, string?>> values)
    {
        foreach (var (key, value) in values)
        {
            Set(key, value);
        }
    }

    /// <summary>Removes a value.</summary>
    public void Remove(string key) => Set(key, null);

    internal void Sent() => pending.Clear();
}
