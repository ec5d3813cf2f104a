using Howdah.Pebble.Native;

namespace Howdah.Pebble.Files;

/// <summary>Makes folders.</summary>
internal static class FolderMaker
{
    /// <summary>Makes one, and its parents if asked; a folder appears under its name with its final permissions and owner.</summary>
    /// <exception cref="FileOperationException">It cannot be made, or is there already and parents were not asked for.</exception>
    public static void Make(string path, Ownership ownership, bool parents)
    {
        var clean = PathText.Clean(path);
        try
        {
            if (Libc.Stat(clean, 1, out var entry) == 0)
            {
                if (!parents || !entry.IsDirectory) throw new SystemCallException("mkdir", path, entry.IsDirectory || !parents ? Errno.Exists : Errno.NotDirectory);
                return;
            }
            if (parents) MakeParents(clean, ownership with { Mode = ownership.Mode });
            MakeOne(clean, ownership);
        }
        catch (SystemCallException failure)
        {
            throw FileOperationException.From(failure);
        }
    }

    /// <summary>Makes the missing folders above a path.</summary>
    public static void MakeParents(string clean, Ownership ownership)
    {
        var parent = PathText.Parent(clean);
        var result = Libc.Stat(parent, 1, out var entry);
        if (result == 0)
        {
            if (!entry.IsDirectory) throw new SystemCallException("mkdir", parent, Errno.NotDirectory);
            return;
        }
        if (result != -Errno.NoEntry) throw new SystemCallException("mkdir", parent, result);
        MakeParents(parent, ownership);
        MakeOne(parent, ownership);
    }

    private static void MakeOne(string clean, Ownership ownership)
    {
        var temporary = clean + ".mkdir-new";
        SystemCallException.Check(Libc.Mkdir(temporary, 0x1C0), "mkdir", temporary);
        try
        {
            if (ownership.Uid is { } uid) SystemCallException.Check(Libc.Chown(temporary, uid, ownership.Gid!.Value), "chown", temporary);
            SystemCallException.Check(Libc.Chmod(temporary, ownership.Mode), "chmod", temporary);
            var result = Libc.Rename(temporary, clean);
            // Another request made it meanwhile: as good, if it is a folder.
            if (result is not (-Errno.Exists or -Errno.NotEmpty)) SystemCallException.Check(result, "rename", temporary);
        }
        finally
        {
            _ = Libc.Rmdir(temporary);
        }
    }
}
