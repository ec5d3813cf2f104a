using Howdah.Server.Client.Transport;

namespace Howdah.Server.Hosting;

/// <summary>Clears a data directory once all units are gone. What is not ours stays.</summary>
internal static class DataRemoval
{
    /// <summary>Removes all that an engine writes, and the directory when nothing else is in it.</summary>
    public static void Run(DataDirectory data, ILogger log)
    {
        foreach (var folder in new[] { "agents", "bin", "charms", "hosts", "journal", "logs", "replays", "resources", "storage", "tls", "units" })
        {
            Try(log, Path.Combine(data.Location, folder), path => Directory.Delete(path, recursive: true));
        }

        foreach (var file in new[]
        {
            "howdah.db", "howdah.db-wal", "howdah.db-shm", "howdah.sock", "addresses.json", "engine.log.1", "engine.log", "engine.lock",
        })
        {
            Try(log, Path.Combine(data.Location, file), File.Delete);
        }

        if (Directory.Exists(data.Location) && !Directory.EnumerateFileSystemEntries(data.Location).Any())
        {
            Try(log, data.Location, Directory.Delete);
        }
    }

    private static void Try(ILogger log, string path, Action<string> remove)
    {
        try
        {
            if (Path.Exists(path))
            {
                remove(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.CannotRemove(path, error.Message);
        }
    }
}
