namespace Howdah.Substrate.Machine;

/// <summary>Files that are replaced as a whole.</summary>
internal static class AtomicFile
{
    /// <summary>Replaces the file; a reader sees the old text or the new one.</summary>
    public static void Write(
        string path, ReadOnlySpan<byte> content, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = mode,
        };
        var next = path + ".new";
        File.Delete(next);
        using (var file = new FileStream(next, options))
        {
            file.Write(content);
        }

        File.Move(next, path, overwrite: true);
    }
}
