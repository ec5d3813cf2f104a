using Howdah.Substrate.Machine.Processes;

namespace Howdah.Substrate.Machine;

/// <summary>Folders with all that is in them.</summary>
internal static class Trees
{
    private const UnixFileMode OwnerAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const long LinkFrom = 1 << 20;

    /// <summary>Deletes a folder and all in it, also what its owner has closed to itself. A missing one is no error.</summary>
    public static void Delete(string path)
    {
        if (!Directory.Exists(path))
        {
            return;
        }

        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            Open(new DirectoryInfo(path));
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>Copies a folder. A large executable becomes a second name of the same file where that can be done.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to, entry.Name);
            if (entry.LinkTarget is { } link)
            {
                File.CreateSymbolicLink(target, link);
            }
            else if (entry is DirectoryInfo)
            {
                Copy(entry.FullName, target);
            }
            else if (!IsShared((FileInfo)entry) || Native.Link(entry.FullName, target) != 0)
            {
                File.Copy(entry.FullName, target);
            }
        }

        File.SetUnixFileMode(to, File.GetUnixFileMode(from) | OwnerAll);
    }

    private static bool IsShared(FileInfo file) => file.Length >= LinkFrom && file.UnixFileMode.HasFlag(UnixFileMode.UserExecute);

    private static void Open(DirectoryInfo directory)
    {
        directory.UnixFileMode |= OwnerAll;
        foreach (var inner in directory.EnumerateDirectories().Where(inner => inner.LinkTarget is null))
        {
            Open(inner);
        }
    }
}
