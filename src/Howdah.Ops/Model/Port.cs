using System.Globalization;

namespace Howdah.Ops;

/// <summary>A port or a range of ports.</summary>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c> or <c>icmp</c>.</param>
/// <param name="Number">First number; 0 for icmp.</param>
/// <param name="To">Last number of a range; null for a single port.</param>
public sealed record Port(string Protocol, int Number, int? To = null)
{
    /// <summary>A TCP port.</summary>
    public static Port Tcp(int number) => new("tcp", number);

    /// <summary>Reads <c>80/tcp</c>, <c>8000-8010/udp</c>, <c>icmp</c>.</summary>
    public static Port Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text is "icmp")
        {
            return new Port("icmp", 0);
        }

        var slash = text.Split('/');
        var range = slash[0].Split('-');
        return new Port(
            slash.Length > 1 ? slash[1] : "tcp",
            int.Parse(range[0], CultureInfo.InvariantCulture),
            range.Length > 1 ? int.Parse(range[1], CultureInfo.InvariantCulture) : null);
    }

    /// <summary>As hook commands write it.</summary>
    public override string ToString() => Protocol is "icmp"
        ? "icmp"
        : string.Create(CultureInfo.InvariantCulture, $"{Number}{(To is { } to ? $"-{to}" : "")}/{Protocol}");
}
