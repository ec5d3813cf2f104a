using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace Howdah.Testbed;

/// <summary>
/// Clients that do one transaction of several statements after the other, each on a connection that it keeps; what failed, how long the
/// longest took, and whether every commit that was acknowledged is there.
/// </summary>
public sealed class TransactionLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly Task[] _clients;
    private readonly long[] _acknowledged;
    private long _longestTicks;

    private TransactionLoad(IReadOnlyList<string> connectionStrings)
    {
        _acknowledged = new long[connectionStrings.Count];
        _clients = [.. connectionStrings.Select((connection, client) => Task.Run(() => RunAsync(connection, client)))];
    }

    /// <summary>Why transactions failed, one text each.</summary>
    public IReadOnlyList<string> Failures => [.. _failures];

    /// <summary>The longest time from one acknowledged transaction of a client to its next since the last <see cref="Reset"/>.</summary>
    public TimeSpan Longest => TimeSpan.FromTicks(Interlocked.Read(ref _longestTicks));

    /// <summary>Transactions that were acknowledged.</summary>
    public long Acknowledged => _acknowledged.Sum();

    /// <summary>Makes the table anew and begins.</summary>
    /// <param name="connectionStrings">One for each client.</param>
    public static async Task<TransactionLoad> StartAsync(IReadOnlyList<string> connectionStrings)
    {
        await using var connection = new NpgsqlConnection(connectionStrings[0]);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand(
            """
            drop table if exists load_rows, load_totals;
            create table load_rows (client int, number bigint, primary key (client, number));
            create table load_totals (client int primary key, total bigint not null);
            """,
            connection);
        await create.ExecuteNonQueryAsync();
        return new TransactionLoad(connectionStrings);
    }

    /// <summary>Forgets failures and times until now.</summary>
    public void Reset()
    {
        _failures.Clear();
        Interlocked.Exchange(ref _longestTicks, 0);
    }

    /// <summary>Waits until this many more transactions were acknowledged.</summary>
    public Task FlowingAsync(int transactions, TimeSpan limit)
    {
        var wanted = Acknowledged + transactions;
        return Deadline.WaitAsync("transactions flow", limit, () => Task.FromResult(Acknowledged >= wanted ? null : $"{wanted - Acknowledged} more"));
    }

    /// <summary>Ends all clients and says which acknowledged transactions are missing.</summary>
    /// <param name="connectionString">For the database.</param>
    public async Task<IReadOnlyList<string>> FindLostAsync(string connectionString)
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var query = new NpgsqlCommand(
            "select t.client, t.total, count(r), coalesce(max(r.number), 0) from load_totals t left join load_rows r using (client) group by 1, 2", connection);
        await using var reader = await query.ExecuteReaderAsync();
        var lost = new List<string>();
        while (await reader.ReadAsync())
        {
            var (client, total, rows, last) = (reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
            if (total != rows || last < _acknowledged[client])
            {
                lost.Add($"client {client}: {_acknowledged[client]} acknowledged, {rows} rows, total {total}, last {last}");
            }
        }

        return lost;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
        _stop.Dispose();
    }

    private async Task RunAsync(string connectionString, int client)
    {
        var before = Stopwatch.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync();
                while (!_stop.IsCancellationRequested)
                {
                    await TransactAsync(connection, client);
                    Note(Stopwatch.GetElapsedTime(before));
                    before = Stopwatch.GetTimestamp();
                }
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
            {
                _failures.Enqueue($"client {client} after {_acknowledged[client]}: {error.Message} {error.InnerException?.Message}");
            }
        }
    }

    // After a failure whose commit may have happened all the same the number is simply tried again.
    private async Task TransactAsync(NpgsqlConnection connection, int client)
    {
        var number = _acknowledged[client] + 1;
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, $"insert into load_rows values ({client}, {number}) on conflict do nothing");
        await ExecuteAsync(connection, $"insert into load_totals values ({client}, {number}) on conflict (client) do update set total = {number}");
        await transaction.CommitAsync();
        _acknowledged[client] = number;
    }

    private void Note(TimeSpan time)
    {
        for (var longest = Interlocked.Read(ref _longestTicks); time.Ticks > longest; longest = Interlocked.Read(ref _longestTicks))
        {
            Interlocked.CompareExchange(ref _longestTicks, time.Ticks, longest);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
