namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>The data directory of this member while no process works on it.</summary>
/// <param name="path">Where it is.</param>
internal sealed class DataDirectory(string path)
{
    // Beside the data, as initdb wants an empty directory.
    private readonly string _begun = path + ".begun";

    /// <summary>Whether there is anything in it.</summary>
    internal bool HasData => Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any();

    /// <summary>Whether it has its control file: pg_basebackup writes it last, and nothing can start without it.</summary>
    internal bool IsComplete => File.Exists(Path.Combine(path, "global", "pg_control"));

    /// <summary>Whether it was empty when Patroni was last started on it: all that it holds was made since.</summary>
    internal bool WasEmpty => File.Exists(_begun);

    /// <summary>Remembers whether it is empty now.</summary>
    internal void NoteStart()
    {
        if (HasData)
        {
            File.Delete(_begun);
        }
        else
        {
            File.WriteAllText(_begun, "");
        }
    }

    /// <summary>Moves what it holds out of the way, so that Patroni makes it anew; only the last such is kept.</summary>
    internal void SetAside()
    {
        if (!HasData)
        {
            return;
        }

        var aside = path + ".incomplete";
        if (Directory.Exists(aside))
        {
            Directory.Delete(aside, recursive: true);
        }

        Directory.Move(path, aside);
    }
}
