namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>What a copy of the data that was killed half-way leaves behind.</summary>
internal static class DataDirectory
{
    /// <summary>
    /// Moves a data directory without a control file out of the way, so that Patroni copies the data anew instead of asking a person.
    /// pg_basebackup writes that file last, and nothing can start without it. Call it only when no process works on the directory.
    /// </summary>
    /// <returns>Whether there was one.</returns>
    internal static bool SetAsideIfIncomplete(string path)
    {
        if (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any()
            || File.Exists(Path.Combine(path, "global", "pg_control")))
        {
            return false;
        }

        var aside = path + ".incomplete";
        if (Directory.Exists(aside))
        {
            Directory.Delete(aside, recursive: true);
        }

        Directory.Move(path, aside);
        return true;
    }
}
