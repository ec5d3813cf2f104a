using Howdah.Charms.PostgresqlK8s.Configuration;

namespace Howdah.Charms.PostgresqlK8s.Databases;

/// <summary>What a database lacks of the plugins that are on, and has of those that are off.</summary>
/// <param name="Create">Extensions to make, each after those that it builds on.</param>
/// <param name="Drop">Extensions to remove, each before those that it builds on.</param>
internal sealed record PluginChange(IReadOnlyList<(Plugin Plugin, string Extension)> Create, IReadOnlyList<(Plugin Plugin, string Extension)> Drop)
{
    /// <summary>Works it out.</summary>
    /// <param name="settings">The options.</param>
    /// <param name="installed">
    /// The extensions of the database, and whether the charm made them: what a client has made for itself is its own.
    /// </param>
    internal static PluginChange Of(Settings settings, IReadOnlyDictionary<string, bool> installed) => new(
        [.. Extensions.Where(e => settings.Has(e.Plugin) && !installed.ContainsKey(e.Extension))],
        [.. Extensions.Reverse().Where(e => !settings.Has(e.Plugin) && installed.GetValueOrDefault(e.Extension))]);

    private static IEnumerable<(Plugin Plugin, string Extension)> Extensions => Plugin.All.SelectMany(p => p.Extensions, (p, e) => (p, e));
}
