namespace Howdah.Cli.StatusView;

/// <summary>Ports in short form.</summary>
internal static class PortList
{
    /// <summary><c>80/tcp, 443/tcp</c> becomes <c>80,443/tcp</c>.</summary>
    public static string Compact(IReadOnlyList<string>? ports)
    {
        var groups = (ports ?? [])
            .Select(port => port.Split('/'))
            .GroupBy(parts => parts.Length > 1 ? parts[1] : "", parts => parts[0], StringComparer.Ordinal)
            .Select(group => group.Key.Length == 0 ? string.Join(',', group) : $"{string.Join(',', group)}/{group.Key}");
        return string.Join(' ', groups);
    }
}
