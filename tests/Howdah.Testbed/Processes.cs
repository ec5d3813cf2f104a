using System.Globalization;
using System.Runtime.InteropServices;

namespace Howdah.Testbed;

/// <summary>The processes of a sandbox as the host sees them, and signals to them.</summary>
public static partial class Processes
{
    /// <summary>SIGKILL.</summary>
    public const int Kill = 9;

    /// <summary>SIGTERM.</summary>
    public const int Terminate = 15;

    /// <summary>SIGCONT.</summary>
    public const int Continue = 18;

    /// <summary>SIGSTOP.</summary>
    public const int Stop = 19;

    /// <summary>All processes of a PID namespace, given as <c>readlink /proc/self/ns/pid</c> prints it inside.</summary>
    public static IReadOnlyList<int> InNamespace(string pidNamespace) =>
        [.. All().Where(pid => NamespaceOf(pid) == pidNamespace)];

    /// <summary>All processes of a program that have a file system mounted from below a folder of the host.</summary>
    public static IReadOnlyList<int> WithMountFrom(string folder, string program) =>
        [.. All().Where(pid => Name(pid) == program && Read($"/proc/{pid}/mountinfo").Contains(folder, StringComparison.Ordinal))];

    /// <summary>All processes whose command line contains each of the texts.</summary>
    public static IReadOnlyList<int> WithCommand(params string[] texts) =>
        [.. All().Where(pid => texts.All(text => CommandContains(pid, text)))];

    /// <summary>Whether the process's command line contains <paramref name="text"/>.</summary>
    public static bool CommandContains(int pid, string text) =>
        Read($"/proc/{pid}/cmdline").Replace('\0', ' ').Contains(text, StringComparison.Ordinal);

    /// <summary>The name of the program that the process runs, cut to 15 characters by the kernel.</summary>
    public static string Name(int pid) => Read($"/proc/{pid}/comm").Trim();

    /// <summary>The parent of a process, 0 when it is gone.</summary>
    public static int Parent(int pid)
    {
        var stat = Read($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 ? int.Parse(fields[1], CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Processor time that the process has used so far.</summary>
    public static TimeSpan ProcessorTime(int pid)
    {
        using var process = System.Diagnostics.Process.GetProcessById(pid);
        return process.TotalProcessorTime;
    }

    /// <summary>Resident memory of the process in bytes.</summary>
    public static long ResidentBytes(int pid)
    {
        using var process = System.Diagnostics.Process.GetProcessById(pid);
        return process.WorkingSet64;
    }

    /// <summary>The memory of the process in bytes; of what it shares, its share.</summary>
    public static long ProportionalBytes(int pid) => 1024 * long.Parse(
        Read($"/proc/{pid}/smaps_rollup").Split('\n').First(line => line.StartsWith("Pss:", StringComparison.Ordinal))[4..^2],
        CultureInfo.InvariantCulture);

    /// <summary>The children of a process, also those that ended and were not waited for.</summary>
    public static IReadOnlyList<int> Children(int pid) => [.. All().Where(child => Parent(child) == pid)];

    /// <summary>The most memory in bytes that the process ever had resident.</summary>
    public static long MostResidentBytes(int pid)
    {
        using var process = System.Diagnostics.Process.GetProcessById(pid);
        return process.PeakWorkingSet64;
    }

    /// <summary>Sends the signal to each of the processes; one that is gone already is no error.</summary>
    public static void Signal(int signal, IEnumerable<int> pids)
    {
        foreach (var pid in pids)
        {
            _ = SendSignal(pid, signal);
        }
    }

    /// <summary>The PID namespace of a process, as <see cref="InNamespace"/> takes it; null when the process is gone.</summary>
    public static string? NamespaceOf(int pid)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/ns/pid").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<int> All() =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => name!.All(char.IsAsciiDigit)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture));

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int pid, int signal);
}
