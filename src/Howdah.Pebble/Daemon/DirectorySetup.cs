using Howdah.Pebble.Native;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Daemon;

/// <summary>Makes and checks the configuration directory.</summary>
internal static class DirectorySetup
{
    /// <exception cref="StartException">It cannot be used.</exception>
    public static void Prepare(RunOptions options)
    {
        var directory = options.Directory;
        if (!Path.IsPathRooted(directory)) throw new StartException($"directory {GoQuote.Quote(directory)} must be absolute");
        if (options.CreateDirs) Create(directory);
        CopyOnce(options);
        if (!System.IO.Directory.Exists(directory)) throw new StartException($"directory {GoQuote.Quote(directory)} does not exist");
        if (Libc.Access(directory, 2) < 0) throw new StartException($"directory {GoQuote.Quote(directory)} not writable");
    }

    private static void Create(string directory)
    {
        try
        {
            System.IO.Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"cannot create directory {GoQuote.Quote(directory)}: {failure.Message}");
        }
    }

    private static void CopyOnce(RunOptions options)
    {
        if (options.CopyOnce is not { } source || !System.IO.Directory.Exists(source)) return;
        if (System.IO.Directory.Exists(options.Directory) && System.IO.Directory.EnumerateFileSystemEntries(options.Directory).Any()) return;
        try
        {
            Copy(source, options.Directory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"cannot copy {GoQuote.Quote(source)} to {GoQuote.Quote(options.Directory)}: {failure.Message}");
        }
    }

    private static void Copy(string source, string target)
    {
        System.IO.Directory.CreateDirectory(target);
        foreach (var folder in System.IO.Directory.GetDirectories(source)) Copy(folder, Path.Combine(target, Path.GetFileName(folder)));
        foreach (var file in System.IO.Directory.GetFiles(source)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }
}

/// <summary>The daemon cannot start; the message is for the person who started it.</summary>
internal sealed class StartException(string message) : Exception(message);
