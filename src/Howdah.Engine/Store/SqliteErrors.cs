using Microsoft.Data.Sqlite;

namespace Howdah.Engine.Store;

/// <summary>Says in words what SQLite or the file system reported.</summary>
internal static class SqliteErrors
{
    private const int NoSpace = 28;

    public static EngineException Explain(string path, Exception cause) => cause switch
    {
        SqliteException { SqliteErrorCode: 13 } => Full(path, cause),
        SqliteException { SqliteErrorCode: 10 } when IsFull(path) => Full(path, cause),
        SqliteException { SqliteErrorCode: 11 or 26 } => Damaged(path, cause),
        SqliteException { SqliteErrorCode: 5 or 6 } => EngineException.Unavailable(
            $"the database \"{path}\" is in use by another engine; stop that one first", cause),
        SqliteException { SqliteErrorCode: 8 or 14 } or UnauthorizedAccessException => EngineException.Unavailable(
            $"the database \"{path}\" can't be written; give the directory \"{Path.GetDirectoryName(path)}\" to the user that runs Howdah", cause),
        IOException { HResult: NoSpace } => Full(path, cause),
        DirectoryNotFoundException => EngineException.Unavailable($"the directory \"{Path.GetDirectoryName(path)}\" does not exist", cause),
        _ => EngineException.Unavailable($"the database \"{path}\" can't be used: {cause.Message}", cause),
    };

    public static EngineException Damaged(string path, Exception? cause) => EngineException.Unavailable(
        $"\"{path}\" is damaged or no database; put back a copy of it, or move it away to start with an empty model", cause);

    private static EngineException Full(string path, Exception cause) => EngineException.Unavailable(
        $"the disk is full: \"{path}\" can't be written and nothing was changed; free some space and try again", cause);

    private static bool IsFull(string path)
    {
        try
        {
            return new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(path))!).AvailableFreeSpace < 1 << 16;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
