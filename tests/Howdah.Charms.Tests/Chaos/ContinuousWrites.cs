using System.Diagnostics;
using Npgsql;

namespace Howdah.Charms.Tests.Chaos;

/// <summary>One client that commits 1, 2, 3, … every 10 ms on whichever member takes writes, and remembers what was acknowledged.</summary>
internal sealed class ContinuousWrites : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);
    private readonly IReadOnlyList<GuardedMember> _members;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<long> _acknowledged = [];
    private readonly Task _work;
    private NpgsqlConnection? _connection;
    private long _lastCommit = Stopwatch.GetTimestamp();
    private TimeSpan _longest;

    private ContinuousWrites(IReadOnlyList<GuardedMember> members)
    {
        _members = members;
        _work = Task.Run(WorkAsync);
    }

    /// <summary>The longest time without a commit since <see cref="Mark"/>.</summary>
    internal TimeSpan LongestGap
    {
        get
        {
            var open = Stopwatch.GetElapsedTime(Volatile.Read(ref _lastCommit));
            return open > _longest ? open : _longest;
        }
    }

    internal static async Task<ContinuousWrites> StartAsync(GuardedCluster cluster)
    {
        await using var connection = new NpgsqlConnection((await cluster.LeaderAsync())!.ConnectionString);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand("create table continuous_writes (number bigint primary key)", connection);
        await create.ExecuteNonQueryAsync();
        return new(cluster.Members);
    }

    internal void Mark() => _longest = TimeSpan.Zero;

    /// <summary>Stops writing and checks that every member has every number that was acknowledged.</summary>
    internal async Task<int> StopAndCountAsync()
    {
        await _stop.CancelAsync();
        await _work;
        foreach (var member in _members)
        {
            HashSet<long> found = [];
            await GuardedCluster.UntilAsync($"all {_acknowledged.Count} acknowledged numbers on {member.Name} (it has {found.Count})", async () =>
            {
                found = await NumbersAsync(member);
                return _acknowledged.IsSubsetOf(found);
            }, 20);
        }

        return _acknowledged.Count;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private static async Task<HashSet<long>> NumbersAsync(GuardedMember member)
    {
        await using var connection = new NpgsqlConnection(member.ConnectionString);
        await connection.OpenAsync();
        await using var select = new NpgsqlCommand("select number from continuous_writes", connection);
        await using var reader = await select.ExecuteReaderAsync();
        var numbers = new HashSet<long>();
        while (await reader.ReadAsync())
        {
            numbers.Add(reader.GetInt64(0));
        }

        return numbers;
    }

    private async Task WorkAsync()
    {
        for (var number = 1L; !_stop.IsCancellationRequested; number++)
        {
            try
            {
                _connection ??= await ConnectAsync();
                using var patience = new CancellationTokenSource(400);
                await using var insert = new NpgsqlCommand($"insert into continuous_writes values ({number})", _connection);
                await insert.ExecuteNonQueryAsync(patience.Token);
                _acknowledged.Add(number);
                var gap = Stopwatch.GetElapsedTime(_lastCommit);
                _longest = gap > _longest ? gap : _longest;
                Volatile.Write(ref _lastCommit, Stopwatch.GetTimestamp());
                await Task.Delay(Pace);
            }
            catch (Exception error) when (error is NpgsqlException or OperationCanceledException or IOException or TimeoutException)
            {
                // Not acknowledged; the next number goes to whoever takes it.
                _ = _connection?.DisposeAsync().AsTask();
                _connection = null;
            }
        }

        await (_connection?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    // All members are asked at once: a stopped one would keep us waiting.
    private async Task<NpgsqlConnection> ConnectAsync()
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        enough.CancelAfter(500);
        var attempts = _members.Select(m => TryAsync(m, enough.Token)).ToList();
        while (attempts.Count > 0)
        {
            var done = await Task.WhenAny(attempts);
            attempts.Remove(done);
            if (await done is { } connection)
            {
                await enough.CancelAsync();
                attempts.ForEach(a => _ = a.ContinueWith(t => t.Result?.DisposeAsync(), TaskScheduler.Default));
                return connection;
            }
        }

        await Task.Delay(Pace);
        throw new IOException("no member takes writes");
    }

    private static async Task<NpgsqlConnection?> TryAsync(GuardedMember member, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(member.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await using var ask = new NpgsqlCommand("select pg_is_in_recovery()", connection);
            if (await ask.ExecuteScalarAsync(cancellation) is false)
            {
                return connection;
            }
        }
        catch (Exception error) when (error is NpgsqlException or OperationCanceledException or IOException or TimeoutException)
        {
            // Dead, starting or stopped.
        }

        _ = connection.DisposeAsync().AsTask();
        return null;
    }
}
