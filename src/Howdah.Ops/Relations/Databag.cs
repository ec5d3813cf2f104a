using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Howdah.Ops;

/// <summary>A databag of somebody else, read when it is first looked at.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "Databag is the field's own word.")]
public class Databag : IReadOnlyDictionary<string, string>
{
    private readonly Func<Dictionary<string, string>> read;
    private Dictionary<string, string>? content;

    internal Databag(Func<Dictionary<string, string>> read) => this.read = read;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => Content.Keys;

    /// <inheritdoc/>
    public IEnumerable<string> Values => Content.Values;

    /// <inheritdoc/>
    public int Count => Content.Count;

    private protected bool IsRead => content is not null;

    private protected Dictionary<string, string> Content => content ??= Read();

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

    private protected virtual Dictionary<string, string> Read() => read();
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
        if (!string.Equals(Find(key) ?? "", value ?? "", StringComparison.Ordinal))
        {
            Overwrite(key, value);
        }
    }

    /// <summary>
    /// Writes a value without looking what is there: one hook command less than <see cref="Set"/> when it is known to be another.
    /// </summary>
    /// <exception cref="RelationDataException">This unit may not write here.</exception>
    public void Overwrite(string key, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        mayWrite();
        pending[key] = value ?? "";
        if (IsRead)
        {
            Put(Content, key, value ?? "");
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

    private protected override Dictionary<string, string> Read()
    {
        var values = base.Read();
        foreach (var (key, value) in pending)
        {
            Put(values, key, value);
        }

        return values;
    }

    private static void Put(Dictionary<string, string> values, string key, string value)
    {
        if (value.Length == 0)
        {
            values.Remove(key);
        }
        else
        {
            values[key] = value;
        }
    }
}
