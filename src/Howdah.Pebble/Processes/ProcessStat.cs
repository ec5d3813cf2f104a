using System.Globalization;

namespace Howdah.Pebble.Processes;

/// <summary>What the kernel tells of a process in <c>/proc/PID/stat</c>; the start time is in ticks since the boot.</summary>
internal sealed record ProcessStat(int Pid, bool HasEnded, int Group, int Session, long StartTime)
{
    /// <summary>Every process that can be seen.</summary>
    public static IEnumerable<ProcessStat> All() =>
        Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])).Select(d => Read(Path.Combine(d, "stat"))).OfType<ProcessStat>();

    /// <summary>Reads such a file, or a copy; null when it is not there or not whole.</summary>
    public static ProcessStat? Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Parses the line: the number, the name in parentheses, which may hold anything, and the fields from the third on.</summary>
    public static ProcessStat? Parse(string line)
    {
        const int StateField = 0, GroupField = 2, SessionField = 3, StartField = 19;
        var open = line.IndexOf(" (", StringComparison.Ordinal);
        var rest = line[(line.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (open <= 0 || rest.Length <= StartField) return null;
        return new ProcessStat(Number(line[..open]), rest[StateField] is "Z" or "X", Number(rest[GroupField]), Number(rest[SessionField]),
            long.Parse(rest[StartField], CultureInfo.InvariantCulture));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
