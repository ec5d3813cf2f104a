using System.Diagnostics;
using System.Globalization;

namespace Howdah.Testbed;

/// <summary>A file system of a few megabytes in memory, mounted on a folder. Only root can mount one.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <summary>Mounts one.</summary>
    public static SmallDisk Mount(string folder, int megabytes)
    {
        Run("mount", "-t", "tmpfs", "-o", Size(megabytes), "tmpfs", folder);
        return new SmallDisk(folder);
    }

    /// <summary>Gives it another size; what is on it stays.</summary>
    public void Resize(int megabytes) => Run("mount", "-o", "remount," + Size(megabytes), _folder);

    /// <inheritdoc/>
    public void Dispose() => Run("umount", "--lazy", _folder);

    private static string Size(int megabytes) => string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m");

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command} {string.Join(' ', arguments)}: {error}");
        }
    }
}
