using Howdah.Pebble.Native;

namespace Howdah.Pebble.Files;

/// <summary>Removes files and folders.</summary>
internal static class FileRemover
{
    /// <exception cref="FileOperationException">It cannot be removed, or is not there (unless recursive).</exception>
    public static void Remove(string path, bool recursive)
    {
        var result = recursive ? RemoveTree(path) : RemoveOne(path);
        if (result < 0 && !(recursive && result == -Errno.NoEntry)) throw FileOperationException.From(new SystemCallException("remove", path, result));
    }

    private static int RemoveOne(string path)
    {
        var unlinked = Libc.Unlink(path);
        if (unlinked == 0) return 0;
        var removed = Libc.Rmdir(path);
        // Of the two failures the telling one: rmdir's, unless the path is no folder at all.
        return removed == -Errno.NotDirectory ? unlinked : removed;
    }

    private static int RemoveTree(string path)
    {
        var result = Libc.Stat(path, 0, out var entry);
        if (result < 0) return result;
        if (!entry.IsDirectory) return Libc.Unlink(path);
        try
        {
            foreach (var inner in Directory.EnumerateFileSystemEntries(path).ToList())
            {
                result = RemoveTree(inner);
                if (result < 0 && result != -Errno.NoEntry) return result;
            }
        }
        catch (UnauthorizedAccessException)
        {
            return -Errno.Access;
        }
        catch (DirectoryNotFoundException)
        {
            return 0;
        }
        return Libc.Rmdir(path);
    }
}
