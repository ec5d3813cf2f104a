using System.Globalization;

namespace Howdah.Substrate.Machine.Processes;

/// <summary>What the kernel tells about processes and about itself.</summary>
internal static class ProcessStat
{
    // Counted after the name in parentheses, which may hold anything: field 3 (state) is the first, field 22 the start time.
    private const int StartTimeIndex = 22 - 3;

    /// <summary>Identifies this boot of the machine: numbers and start times of processes mean nothing in another one.</summary>
    public static string BootId() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    /// <summary>Start time of a process in clock ticks since the boot; null when there is no such process.</summary>
    public static long? StartTime(int pid)
    {
        try
        {
            return ParseStartTime(File.ReadAllText($"/proc/{pid}/stat"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Start time in the text of <c>/proc/PID/stat</c>.</summary>
    public static long? ParseStartTime(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartTimeIndex && long.TryParse(fields[StartTimeIndex], CultureInfo.InvariantCulture, out var time)
            ? time
            : null;
    }

    /// <summary>Numbers of all processes that have the file at <paramref name="path"/> open and that this user can see.</summary>
    public static IEnumerable<int> HoldersOf(string path) => Holders(link => string.Equals(link, path, StringComparison.Ordinal));

    /// <summary>Numbers of all processes with an open file whose link in <c>/proc/PID/fd</c> fits.</summary>
    public static IEnumerable<int> Holders(Func<string, bool> fits)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var pid) && Holds(directory, fits))
            {
                yield return pid;
            }
        }
    }

    /// <summary>Name of the program of a process; its number when it cannot be read.</summary>
    public static string Name(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return pid.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static bool Holds(string process, Func<string, bool> fits)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd")).Any(descriptor => Target(descriptor) is { } target && fits(target));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>What a descriptor leads to; null when the process closed it meanwhile, which says nothing about its others.</summary>
    private static string? Target(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
