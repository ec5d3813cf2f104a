using System.Diagnostics;
using Npgsql;

namespace Howdah.Testbed;

/// <summary>
/// Inserts 1, 2, 3 … one row at a time, a new one every 10 ms, each until it is acknowledged. After a failure it races all members
/// for the first commit. A repeated insert writes the row again, so that its acknowledgement covers the row's replication too.
/// </summary>
public sealed class AcknowledgedWriter : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMilliseconds(400);

    private readonly Func<string, string> _connectionStringFor;
    private readonly IReadOnlyList<string> _addresses;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private NpgsqlConnection? _connection;
    private long _acknowledged;
    private long _longestGapTicks;

    private AcknowledgedWriter(IReadOnlyList<string> addresses, Func<string, string> connectionStringFor)
    {
        _addresses = addresses;
        _connectionStringFor = connectionStringFor;
        _loop = WriteAsync();
    }

    /// <summary>The last number whose insert was acknowledged; all before it were too.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>The longest time between two acknowledgements since the last <see cref="ResetGap"/>.</summary>
    public TimeSpan LongestGap => TimeSpan.FromTicks(Interlocked.Read(ref _longestGapTicks));

    /// <summary>Makes the table anew and begins to write.</summary>
    /// <param name="addresses">Addresses of all members.</param>
    /// <param name="connectionStringFor">The connection string for a member's address.</param>
    public static async Task<AcknowledgedWriter> StartAsync(IReadOnlyList<string> addresses, Func<string, string> connectionStringFor)
    {
        await using var connection = await RaceAsync(addresses, connectionStringFor, CancellationToken.None);
        await using var create = new NpgsqlCommand(
            "DROP TABLE IF EXISTS acknowledged; CREATE TABLE acknowledged (id bigint PRIMARY KEY, written timestamptz NOT NULL)", connection);
        await create.ExecuteNonQueryAsync();
        return new AcknowledgedWriter(addresses, connectionStringFor);
    }

    /// <summary>Forgets the gaps until now.</summary>
    public void ResetGap() => Interlocked.Exchange(ref _longestGapTicks, 0);

    /// <summary>Waits until writes have been acknowledged again, a hundred of them, after this call.</summary>
    public Task FlowingAsync(TimeSpan limit)
    {
        var from = Acknowledged;
        return Deadline.WaitAsync("writes flow", limit, () => Task.FromResult(
            Acknowledged >= from + 100 ? null : $"{from + 100 - Acknowledged} writes after {from}"));
    }

    /// <summary>Stops writing and returns the last acknowledged number.</summary>
    public async Task<long> StopAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        return Acknowledged;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        _stop.Dispose();
    }

    private static async Task<NpgsqlConnection> RaceAsync(
        IReadOnlyList<string> addresses, Func<string, string> connectionStringFor, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var tries = addresses.Select(address => TryPrimaryAsync(connectionStringFor(address), cancellationToken)).ToList();
            NpgsqlConnection? winner = null;
            foreach (var connection in await Task.WhenAll(tries))
            {
                if (winner is null)
                {
                    winner = connection;
                }
                else if (connection is not null)
                {
                    await connection.DisposeAsync();
                }
            }

            if (winner is not null)
            {
                return winner;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static async Task<NpgsqlConnection?> TryPrimaryAsync(string connectionString, CancellationToken cancellationToken)
    {
        // A cancelled wait for the standby would count as a success; giving up must break the connection instead.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            CancellationTimeout = -1,
        }.ConnectionString);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerLimit);
        try
        {
            await connection.OpenAsync(limit.Token);
            await using var command = new NpgsqlCommand("SELECT pg_is_in_recovery()", connection);
            if (await command.ExecuteScalarAsync(limit.Token) is false)
            {
                return connection;
            }
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException or System.Net.Sockets.SocketException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        await connection.DisposeAsync();
        return null;
    }

    private async Task WriteAsync()
    {
        var last = Stopwatch.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _connection ??= await RaceAsync(_addresses, _connectionStringFor, _stop.Token);
                await InsertAsync(_connection, Acknowledged + 1);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException or InvalidOperationException)
            {
                await DropConnectionAsync();
                continue;
            }

            Interlocked.Increment(ref _acknowledged);
            var now = Stopwatch.GetTimestamp();
            var gap = Stopwatch.GetElapsedTime(last, now).Ticks;
            last = now;
            if (gap > Interlocked.Read(ref _longestGapTicks))
            {
                Interlocked.Exchange(ref _longestGapTicks, gap);
            }

            await Task.Delay(Pause);
        }
    }

    private static async Task InsertAsync(NpgsqlConnection connection, long id)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO acknowledged VALUES ($1, clock_timestamp()) ON CONFLICT (id) DO UPDATE SET written = excluded.written", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        using var limit = new CancellationTokenSource(AnswerLimit);
        await command.ExecuteNonQueryAsync(limit.Token);
    }

    private async Task DropConnectionAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
