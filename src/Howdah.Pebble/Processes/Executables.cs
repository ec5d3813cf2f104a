using Howdah.Pebble.Native;

namespace Howdah.Pebble.Processes;

/// <summary>Finds programs along the daemon's own PATH, as the reference does.</summary>
internal static class Executables
{
    public const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The path of a program: a name with a slash is used as it is; null when no folder of PATH has it.</summary>
    public static string? Find(string name)
    {
        if (name.Contains('/', StringComparison.Ordinal)) return IsExecutable(name) ? name : null;
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            if (folder.Length == 0) continue;
            var candidate = $"{folder.TrimEnd('/')}/{name}";
            if (IsExecutable(candidate)) return candidate;
        }
        return null;
    }

    private static bool IsExecutable(string path) =>
        Libc.Stat(path, 1, out var entry) == 0 && !entry.IsDirectory && Libc.Access(path, 1) == 0;
}
