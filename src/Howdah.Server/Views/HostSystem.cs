using Howdah.Server.Client.Status;

namespace Howdah.Server.Views;

/// <summary>The system that units run on: this machine's.</summary>
internal static class HostSystem
{
    /// <summary>Its name and version, from <c>/etc/os-release</c>; null where that does not tell.</summary>
    public static CharmBase? Base { get; } = Read("/etc/os-release");

    private static CharmBase? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var values = File.ReadLines(path)
            .Select(line => line.Split('=', 2))
            .Where(parts => parts.Length == 2)
            .ToLookup(parts => parts[0], parts => parts[1].Trim('"', '\''), StringComparer.Ordinal);
        return values["ID"].FirstOrDefault() is { } name && values["VERSION_ID"].FirstOrDefault() is { } version
            ? new CharmBase(name, version)
            : null;
    }
}
