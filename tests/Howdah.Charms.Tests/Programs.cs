using System.Diagnostics;

namespace Howdah.Charms.Tests;

/// <summary>Starts real programs, as the user postgres when the tests run as root.</summary>
internal static class Programs
{
    private static readonly bool IsRoot = Environment.UserName == "root";

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

    internal static void GiveToPostgres(string path)
    {
        if (IsRoot)
        {
            using var chown = Process.Start("chown", ["-R", "postgres:postgres", path]);
            chown.WaitForExit();
        }
    }

    private static string Built()
    {
        // tests/Howdah.Charms.Tests/bin/<configuration>/net10.0/ and charms/Howdah.Charms/bin/<configuration>/net10.0/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var root = here.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "charms", "Howdah.Charms", "bin", here.Parent.Name, here.Name, "howdah-charms");
    }
}
