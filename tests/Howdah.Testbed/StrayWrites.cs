using Npgsql;

namespace Howdah.Testbed;

/// <summary>Writes to a member that must not take them: each that is acknowledged is an error.</summary>
public sealed class StrayWrites : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMilliseconds(400);
    private readonly NpgsqlDataSource _source;

    private StrayWrites(NpgsqlDataSource source) => _source = source;

    /// <summary>Makes the table while the member still leads.</summary>
    public static async Task<StrayWrites> PrepareAsync(string connectionString)
    {
        // Giving up must break the connection: a cancelled wait for the standby would count as a success.
        var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CancellationTimeout = -1 }.ConnectionString);
        await using var create = source.CreateCommand("CREATE TABLE IF NOT EXISTS stray (written timestamptz)");
        await create.ExecuteNonQueryAsync();
        return new StrayWrites(source);
    }

    /// <summary>Writes until the member says that it follows another.</summary>
    /// <exception cref="InvalidOperationException">It acknowledged a write.</exception>
    public async Task TryUntilItFollowsAsync(TimeSpan limit)
    {
        var accepted = 0;
        await Deadline.WaitAsync("the member follows", limit, async () =>
        {
            using var patience = new CancellationTokenSource(AnswerLimit);
            await using var connection = await _source.OpenConnectionAsync(patience.Token);
            await using var role = new NpgsqlCommand("SELECT pg_is_in_recovery()", connection);
            if (await role.ExecuteScalarAsync(patience.Token) is true)
            {
                return null;
            }

            await using var insert = new NpgsqlCommand("INSERT INTO stray VALUES (clock_timestamp())", connection);
            accepted += await insert.ExecuteNonQueryAsync(patience.Token);
            return "it takes writes";
        });
        if (accepted > 0)
        {
            throw new InvalidOperationException($"a member that had lost its lease acknowledged {accepted} writes");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
