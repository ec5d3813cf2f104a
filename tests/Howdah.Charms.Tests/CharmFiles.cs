using Howdah.Ops;

namespace Howdah.Charms.Tests;

/// <summary>The files of the charms as they lie in the repository.</summary>
internal static class CharmFiles
{
    internal static CharmMetadata Read(string charm) => CharmMetadataReader.ReadFolder(Path.Combine(Programs.Root, "charms", charm));

    internal static Dictionary<string, string> Data(params IEnumerable<(string Key, string Value)> entries) =>
        entries.ToDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);

    internal static Dictionary<string, NetworkInfo> At(string address, params IEnumerable<string> bindings) =>
        bindings.ToDictionary(b => b, _ => new NetworkInfo([address], [address], [$"{address}/32"]), StringComparer.Ordinal);
}
