namespace Howdah.Engine.Store;

/// <summary>The database file itself: it holds secrets, so nobody but its owner may read it, nor the files that SQLite puts beside it.</summary>
internal static class SqliteFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the file with its mode before SQLite opens it; SQLite gives the log beside it the same mode.</summary>
    public static void Prepare(string path)
    {
        using var _ = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
            UnixCreateMode = OwnerOnly,
        });
        File.SetUnixFileMode(path, OwnerOnly);
    }
}
