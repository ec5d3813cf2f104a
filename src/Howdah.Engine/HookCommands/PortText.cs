using System.Globalization;
using Howdah.Engine.Models;

namespace Howdah.Engine.HookCommands;

/// <summary>Reads <c>80</c>, <c>80/tcp</c>, <c>8000-8010/udp</c>, <c>icmp</c>.</summary>
internal static class PortText
{
    public static OpenedPort Parse(string text)
    {
        if (text.Equals("icmp", StringComparison.OrdinalIgnoreCase))
        {
            return new OpenedPort("icmp", 0, 0, "");
        }

        var parts = text.Split('/', 2);
        var protocol = parts.Length == 2 ? parts[1].ToLowerInvariant() : "tcp";
        if (protocol is not ("tcp" or "udp"))
        {
            throw HookCommandException.Usage($"invalid protocol \"{protocol}\", expected \"tcp\", \"udp\", or \"icmp\"");
        }

        var bounds = parts[0].Split('-', 2);
        var from = Number(bounds[0]);
        var to = bounds.Length == 2 ? Number(bounds[1]) : from;
        return from < 1 || to > 65535 || to < 1
            ? throw HookCommandException.Usage($"port range bounds must be between 0 and 65535, got {from}-{to}")
            : from > to ? throw HookCommandException.Usage($"invalid port range {from}-{to}")
            : new OpenedPort(protocol, from, to, "");
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw HookCommandException.Usage($"invalid port \"{text}\": strconv.Atoi: parsing \"{text}\": invalid syntax");
}
