using System.Globalization;

namespace Howdah.Ops;

/// <summary>
/// Programs that listen on all addresses of the machine (<c>0.0.0.0</c> or <c>::</c>): where units share a machine's network, no unit can
/// then have that port on its own address.
/// </summary>
public static class WildcardListeners
{
    private const string Listening = "0A";
    private const int LocalAddress = 1;
    private const int State = 3;

    /// <summary>The first of the ports on which such a program listens; null when all are free.</summary>
    public static int? FindTaken(params IEnumerable<int> ports) => FindTaken(
        ((string[])["/proc/net/tcp", "/proc/net/tcp6"]).Where(File.Exists).SelectMany(File.ReadLines), ports);

    /// <summary>The same, from the lines of <c>/proc/net/tcp</c> and <c>/proc/net/tcp6</c>.</summary>
    /// <param name="lines">Their lines, headers included.</param>
    /// <param name="ports">The ports.</param>
    public static int? FindTaken(IEnumerable<string> lines, IEnumerable<int> ports)
    {
        var taken = lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > State && string.Equals(fields[State], Listening, StringComparison.Ordinal))
            .Select(fields => fields[LocalAddress].Split(':'))
            .Where(local => local[0].All(digit => digit == '0'))
            .Select(local => int.Parse(local[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .ToHashSet();
        return ports.Cast<int?>().FirstOrDefault(port => taken.Contains(port!.Value));
    }
}
