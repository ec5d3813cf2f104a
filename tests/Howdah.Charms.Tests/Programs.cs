using System.Diagnostics;

namespace Howdah.Charms.Tests;

/// <summary>Starts real programs, as the user postgres when the tests run as root.</summary>
internal static class Programs
{
    private static readonly DirectoryInfo Here = new(AppContext.BaseDirectory);
    private static readonly bool IsRoot = Environment.UserName == "root";

    /// <summary>The folder of the repository.</summary>
    internal static string Root { get; } = Here.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    /// <summary>
    /// The executable of the charms: what <c>HOWDAH_CHARMS</c> names (a native build), else the build beside these tests.
    /// </summary>
    internal static string Charms { get; } = Environment.GetEnvironmentVariable("HOWDAH_CHARMS") is { Length: > 0 } path ? path : Built();

    internal static Process Start(string logFile, string program, params string[] arguments)
    {
        string[] command = IsRoot
            ? ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups", program, .. arguments]
            : [program, .. arguments];
        // A shell that only opens the log and then becomes the program: its output outlives this process's pipes.
        return Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", logFile, .. command])
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
        })!;
    }

    internal static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    internal static void GiveToPostgres(string path)
    {
        if (IsRoot)
        {
            using var chown = Process.Start("chown", ["-R", "postgres:postgres", path]);
            chown.WaitForExit();
        }
    }

    // Both lie in bin/<configuration>/net10.0/ of their projects.
    private static string Built() =>
        Path.Combine(Root, "charms", "Howdah.Charms", "bin", Here.Parent!.Name, Here.Name, "howdah-charms");
}
