using Microsoft.Data.Sqlite;

namespace Howdah.Engine.Store;

/// <summary>
/// Documents in one SQLite file, readable by its owner only. A commit is on the disk when it returns (write-ahead log, <c>synchronous=FULL</c>).
/// </summary>
public sealed class SqliteDocumentStore : IDocumentStore
{
    private const int ApplicationId = 0x486F7764; // "Howd"
    private const int Schema = 1;

    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly string _path;

    private SqliteDocumentStore(SqliteConnection connection, string path) => (_connection, _path) = (connection, path);

    /// <summary>Opens the database, or makes it.</summary>
    /// <param name="path">The file. Its folder must exist and be writable.</param>
    /// <exception cref="EngineException">It can't be read or written, is damaged, or belongs to something else.</exception>
    public static SqliteDocumentStore Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        SqliteConnection? connection = null;
        try
        {
            SqliteFile.Prepare(path);
            connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 }.ToString());
            connection.Open();

            // A second engine on the same file is refused: each would overwrite what the other one knows.
            Execute(connection, "PRAGMA locking_mode=EXCLUSIVE");
            Check(connection, path);
            foreach (var pragma in new[]
            {
                "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
                "CREATE TABLE IF NOT EXISTS document (key TEXT PRIMARY KEY, version INTEGER NOT NULL, json BLOB NOT NULL) WITHOUT ROWID",
                $"PRAGMA application_id={ApplicationId}", $"PRAGMA user_version={Schema}",
            })
            {
                Execute(connection, pragma);
            }

            return new SqliteDocumentStore(connection, path);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            connection?.Dispose();
            throw SqliteErrors.Explain(path, e);
        }
        catch (EngineException)
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Document>> LoadAsync(string prefix, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT key, version, json FROM document WHERE key >= $from AND substr(key, 1, $length) = $from ORDER BY key";
            command.Parameters.AddWithValue("$from", prefix);
            command.Parameters.AddWithValue("$length", prefix.Length);
            using var reader = command.ExecuteReader();
            var documents = new List<Document>();
            while (reader.Read())
            {
                documents.Add(new Document(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
            }

            return documents;
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(_path, e);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask CommitAsync(IReadOnlyList<DocumentChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            foreach (var change in changes)
            {
                Apply(change, transaction);
            }

            transaction.Commit();
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Explain(_path, e);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
    }

    /// <summary>Has SQLite behave as on a disk that is full at this size, for tests.</summary>
    internal void LimitTo(int pages) => Number(_connection, $"PRAGMA max_page_count={pages}");

    private void Apply(DocumentChange change, SqliteTransaction transaction)
    {
        using var command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = (change.ExpectedVersion, change.Json) switch
        {
            (0, not null) => "INSERT INTO document (key, version, json) VALUES ($key, 1, $json) ON CONFLICT DO NOTHING",
            (_, not null) => "UPDATE document SET version = version + 1, json = $json WHERE key = $key AND version = $version",
            _ => "DELETE FROM document WHERE key = $key AND version = $version",
        };
        command.Parameters.AddWithValue("$key", change.Key);
        command.Parameters.AddWithValue("$version", change.ExpectedVersion);
        if (change.Json is { } json)
        {
            command.Parameters.AddWithValue("$json", json.ToArray());
        }

        if (command.ExecuteNonQuery() != 1)
        {
            throw new StoreConflictException(change.Key);
        }
    }

    private static void Check(SqliteConnection connection, string path)
    {
        var application = Number(connection, "PRAGMA application_id");
        var tables = Number(connection, "SELECT count(*) FROM sqlite_master");
        if (application != ApplicationId && (application != 0 || tables != 0))
        {
            throw EngineException.Conflict($"\"{path}\" is a database of another program; give Howdah a data directory of its own");
        }

        var schema = Number(connection, "PRAGMA user_version");
        if (schema > Schema)
        {
            throw EngineException.Conflict(
                $"\"{path}\" was written by a newer Howdah (schema {schema}, this one knows {Schema}); install that version again");
        }

        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is not "ok")
        {
            throw SqliteErrors.Damaged(path, null);
        }
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
