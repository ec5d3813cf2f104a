namespace Howdah.Charms.PostgresqlK8s.Configuration;

/// <summary>The options as they are set.</summary>
/// <param name="values">Values by name, as text; an option that is missing has its default.</param>
internal sealed class Settings(IReadOnlyDictionary<string, string> values)
{
    /// <summary>Every option at its default.</summary>
    internal static Settings Defaults { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>An option's value; null when it has none, by default either.</summary>
    internal string? this[Option option] => values.TryGetValue(option.Name, out var value) ? value : option.Default;

    /// <summary>Whether an option is on.</summary>
    internal bool IsOn(SwitchOption option) => this[option] is "true";

    /// <summary>Whether a plugin is on.</summary>
    internal bool Has(Plugin plugin) => IsOn(plugin.Option);

    /// <summary>These options as they are set, all others at their defaults.</summary>
    internal Settings Only(IEnumerable<Option> options)
    {
        var names = options.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        return new(values.Where(v => names.Contains(v.Key)).ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>The same but for these.</summary>
    internal Settings With(IReadOnlyDictionary<string, string> others)
    {
        var all = new Dictionary<string, string>(values, StringComparer.Ordinal);
        foreach (var (name, value) in others)
        {
            all[name] = value;
        }

        return new(all);
    }
}
