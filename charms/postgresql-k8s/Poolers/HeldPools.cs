using System.Collections.Concurrent;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Interfaces;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s.Poolers;

/// <summary>
/// The pools of all poolers that follow a primary, standing still while it hands over or starts anew. They go on by themselves once there
/// is another primary, and at the latest after <see cref="Limit"/>; disposing lets them go when neither is to come.
/// </summary>
internal sealed class HeldPools : IAsyncDisposable
{
    /// <summary>How long they stand still at most; a pooler may keep it shorter.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    // Of the limit, what is left is for the change itself.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyCollection<(PostgresSession Session, PauseOrder Order)> orders;
    private readonly IReadOnlyList<string> missing;
    private bool kept;

    private HeldPools(IReadOnlyCollection<(PostgresSession, PauseOrder)> orders, IReadOnlyList<string> missing) =>
        (this.orders, this.missing) = (orders, missing);

    /// <summary>How many pooler applications were asked.</summary>
    internal int Count => orders.Count;

    /// <summary>Why a change would now cost clients their transactions; null when all pools stand still.</summary>
    internal string? Refusal => missing.Count == 0
        ? null
        : $"transactions through {string.Join(", ", missing)} did not end within {Patience.TotalSeconds:0} s";

    /// <summary>Has all pools stand still, after a checkpoint: the one that stops PostgreSQL is short then.</summary>
    /// <param name="open">Opens a session with the primary, in a database.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="NpgsqlException">The primary went away.</exception>
    internal static async Task<HeldPools> HoldAsync(Func<string, Task<PostgresSession>> open, TimeProvider time, CancellationToken cancellation)
    {
        List<(string Database, string Unit)> followers;
        await using (var session = await open("postgres"))
        {
            await session.RunAsync("checkpoint", cancellation);
            followers = [.. (await session.QueryAsync(
                $"""
                select distinct a.datname::text, a.application_name from pg_stat_activity a join pg_auth_members m on m.member = a.usesysid
                  join pg_roles r on r.oid = m.roleid where r.rolname = {SqlText.Literal(AccessGroups.Pooler)}
                """,
                r => (r.GetString(0), PoolerPause.FindUnit(r.GetString(1))),
                cancellation)).Where(f => f.Item2 is not null).Select(f => (f.Item1, f.Item2!))];
        }

        var sent = new ConcurrentBag<(PostgresSession Session, PauseOrder Order)>();
        try
        {
            var silent = await Task.WhenAll(followers.GroupBy(f => f.Database, f => f.Unit, StringComparer.Ordinal)
                .Select(async poolers =>
                {
                    var session = await open(poolers.Key);
                    try
                    {
                        var (order, left) = await HoldAsync(session, poolers.ToHashSet(StringComparer.Ordinal), time, cancellation);
                        sent.Add((session, order));
                        return left;
                    }
                    catch
                    {
                        await session.DisposeAsync();
                        throw;
                    }
                }));
            return new(sent, [.. silent.SelectMany(s => s).Order(StringComparer.Ordinal)]);
        }
        catch
        {
            await new HeldPools(sent, []).DisposeAsync();
            throw;
        }
    }

    /// <summary>The primary changes: the pools wait for the next one.</summary>
    internal void Keep() => kept = true;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var (session, order) in orders)
        {
            try
            {
                if (!kept)
                {
                    await session.RunAsync(Notify(PoolerPause.Resumptions, SqlText.Literal(order.ToString())), CancellationToken.None);
                }
            }
            catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
            {
                // The session broke, as it does with the primary. The pools go on when the order's time is up.
            }

            await session.DisposeAsync();
        }
    }

    private static async Task<(PauseOrder Order, HashSet<string> Silent)> HoldAsync(
        PostgresSession session, HashSet<string> units, TimeProvider time, CancellationToken cancellation)
    {
        var confirmed = new List<PauseConfirmation>();

        // What is said here is for poolers only, so it needs not be on a standby.
        await session.RunAsync("set synchronous_commit = off", cancellation);
        await session.ListenAsync(PoolerPause.Confirmations, payload => confirmed.AddRange(PauseConfirmation.Find(payload) is { } c ? [c] : []), cancellation);
        var generation = (await session.QueryAsync(
            $"with n as ({Notify(PoolerPause.Orders, $"pg_current_xact_id()::text || ' {Limit.TotalMilliseconds:0}'")}) select pg_current_xact_id()::text::bigint from n",
            r => r.GetInt64(0),
            cancellation))[0];
        var clock = time.GetTimestamp();
        while (Silent() is { Count: > 0 } && Patience - time.GetElapsedTime(clock) is var left && left > TimeSpan.Zero)
        {
            await session.WaitAsync(left, cancellation);
        }

        return (new(generation, Limit), Silent());

        HashSet<string> Silent() =>
            [.. units.Except(confirmed.Where(c => c.Generation == generation).Select(c => c.Unit), StringComparer.Ordinal)];
    }

    private static string Notify(string channel, string payload) => $"select pg_notify({SqlText.Literal(channel)}, {payload})";
}
