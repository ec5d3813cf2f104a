using System.Globalization;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>A living process of this PID namespace; those that are dead and only not yet reaped do not count.</summary>
internal sealed record ProcessEntry(int Id, int Parent, char State)
{
    /// <summary>It was stopped by a signal or a debugger.</summary>
    internal bool IsStopped => State is 'T' or 't';
}

/// <summary>Reads <c>/proc</c>.</summary>
internal static class ProcessTable
{
    /// <summary>All living processes.</summary>
    internal static List<ProcessEntry> Read()
    {
        var entries = new List<ProcessEntry>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id) &&
                ReadEntry(id) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>The process of that id, or null when it is dead.</summary>
    internal static ProcessEntry? ReadEntry(int id)
    {
        string stat;
        try
        {
            stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // The name stands in parentheses and may hold some itself.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0][0] is 'Z' or 'X' or 'x' ? null : new(id, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[0][0]);
    }

    /// <summary>Those among <paramref name="entries"/> that descend from <paramref name="ancestor"/>.</summary>
    internal static IEnumerable<ProcessEntry> DescendantsOf(int ancestor, List<ProcessEntry> entries)
    {
        var family = new HashSet<int> { ancestor };
        var grew = true;
        while (grew)
        {
            grew = false;
            foreach (var entry in entries)
            {
                grew |= family.Contains(entry.Parent) && family.Add(entry.Id);
            }
        }

        return entries.Where(e => e.Id != ancestor && family.Contains(e.Id));
    }

    /// <summary>Whether it is a process of PostgreSQL whose data directory is <paramref name="dataDirectory"/>.</summary>
    internal static bool IsPostgresOf(ProcessEntry entry, string dataDirectory) =>
        // Every process of PostgreSQL works in its data directory. A program that was upgraded on disk reads "postgres (deleted)".
        Path.GetFileName(Link(entry.Id, "exe")).StartsWith("postgres", StringComparison.Ordinal)
        && string.Equals(Link(entry.Id, "cwd"), dataDirectory, StringComparison.Ordinal);

    /// <summary>Whether it runs <paramref name="command"/>, directly or through an interpreter.</summary>
    internal static bool Runs(ProcessEntry entry, IReadOnlyList<string> command)
    {
        var arguments = TitleOf(entry).Split('\0');
        var at = arguments.Length - command.Count;
        return at is 0 or 1 or 2
            && string.Equals(Path.GetFileName(arguments[at]), Path.GetFileName(command[0]), StringComparison.Ordinal)
            && arguments.Skip(at + 1).SequenceEqual(command.Skip(1), StringComparer.Ordinal);
    }

    /// <summary>Its arguments, separated by zeros, or what it has put in their place; empty when it is gone.</summary>
    internal static string TitleOf(ProcessEntry entry)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{entry.Id}/cmdline")).TrimEnd('\0');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Link(int id, string name)
    {
        try
        {
            return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/{name}")).LinkTarget ?? "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
