using System.Diagnostics;

namespace Howdah.Ops;

/// <summary>A file <c>hooks/&lt;name&gt;</c> beside the dispatch runs before the charm is told (Juju contract 2.5).</summary>
internal static class LegacyHook
{
    private const string Marker = "OPERATOR_DISPATCH";

    /// <returns>The exit code that ends this process, or null to go on.</returns>
    public static async Task<int?> RunAsync(HookEnvironment environment)
    {
        if (environment.Find(Marker) is not null)
        {
            Console.WriteLine($"Charm called itself via {environment.DispatchPath}.");
            return 0;
        }

        var path = Path.Combine(environment.CharmDirectory, environment.DispatchPath);
        if (!File.Exists(path) || IsDispatch(path, environment))
        {
            return null;
        }

        if ((File.GetUnixFileMode(path) & (
            UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == UnixFileMode.None)
        {
            await Console.Error.WriteLineAsync($"Legacy {environment.DispatchPath} exists but is not executable.");
            return null;
        }

        Console.WriteLine($"Running legacy {environment.DispatchPath}.");
        var start = new ProcessStartInfo(path) { WorkingDirectory = environment.CharmDirectory, UseShellExecute = false };
        start.Environment[Marker] = "1";
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode == 0)
        {
            return null;
        }

        await Console.Error.WriteLineAsync($"Legacy {environment.DispatchPath} exited with status {process.ExitCode}.");
        return process.ExitCode;
    }

    private static bool IsDispatch(string path, HookEnvironment environment)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var dispatch = Path.Combine(environment.CharmDirectory, "dispatch");
        var realDispatch = File.ResolveLinkTarget(dispatch, returnFinalTarget: true)?.FullName ?? dispatch;
        return string.Equals(Path.GetFullPath(target), Path.GetFullPath(realDispatch), StringComparison.Ordinal)
            || string.Equals(Path.GetFullPath(target), Path.GetFullPath(System.Environment.ProcessPath ?? ""),
            StringComparison.Ordinal);
    }
}
