namespace Howdah.Substrate.Machine;

/// <summary>Folders with all that is in them.</summary>
internal static class Trees
{
    private const int Busy = 16;
    private const UnixFileMode OwnerAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

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
        catch (IOException error) when (error.HResult == Busy)
        {
            // A volume is mounted there. It is emptied; the mount is not ours.
            foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
            {
                if (entry is DirectoryInfo { LinkTarget: null })
                {
                    Delete(entry.FullName);
                }
                else
                {
                    entry.Delete();
                }
            }
        }
    }

    /// <summary>Copies a folder, but for the entry of it that is to be left out; links stay links.</summary>
    public static void Copy(string from, string to, string? leaveOut = null)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos().Where(entry => entry.Name != leaveOut))
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
            else
            {
                File.Copy(entry.FullName, target);
            }
        }

        File.SetUnixFileMode(to, File.GetUnixFileMode(from) | OwnerAll);
    }

    private static void Open(DirectoryInfo directory)
    {
        directory.UnixFileMode |= OwnerAll;
        foreach (var inner in directory.EnumerateDirectories().Where(inner => inner.LinkTarget is null))
        {
            Open(inner);
        }
    }
}
