using System.Globalization;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Interfaces;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s.Poolers;

/// <summary>What the cluster orders of the poolers that follow it, and how they answer; see <see cref="PoolerPause"/>.</summary>
internal static class PoolerOrders
{
    /// <summary>How long their word is waited for.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // A replica that is not back by then is no replica to poolers anyway.
    private static readonly TimeSpan LongestRestart = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Has all poolers read elsewhere, until a member has started anew. What runs on it for longer than a moment is not waited for.
    /// </summary>
    /// <param name="host">The member's address.</param>
    /// <param name="open">Opens a session with the primary, in a database.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>The units that did not answer.</returns>
    /// <exception cref="NpgsqlException">The primary went away.</exception>
    internal static async Task<IReadOnlyList<string>> LeaveAsync(
        string host, Func<string, Task<PostgresSession>> open, TimeProvider time, CancellationToken cancellation)
    {
        IReadOnlyList<IGrouping<string, string>> followers;
        await using (var session = await open("postgres"))
        {
            followers = await FollowersAsync(session, cancellation);
        }

        var silent = await Task.WhenAll(followers.Select(async poolers =>
        {
            await using var session = await open(poolers.Key);
            return (await SendAsync(session, PoolerPause.Departures, LongestRestart, $" {host}", poolers, time, cancellation)).Silent;
        }));
        return [.. silent.SelectMany(s => s)];
    }

    /// <summary>The units that follow the primary, by the database in which they listen.</summary>
    internal static async Task<IReadOnlyList<IGrouping<string, string>>> FollowersAsync(PostgresSession session, CancellationToken cancellation) =>
    [
        .. (await session.QueryAsync(
            $"""
            select distinct a.datname::text, a.application_name from pg_stat_activity a join pg_auth_members m on m.member = a.usesysid
              join pg_roles r on r.oid = m.roleid where r.rolname = {SqlText.Literal(AccessGroups.Pooler)}
            """,
            r => (Database: r.GetString(0), Unit: PoolerPause.FindUnit(r.GetString(1))),
            cancellation)).Where(f => f.Unit is not null).GroupBy(f => f.Database, f => f.Unit!, StringComparer.Ordinal),
    ];

    /// <summary>Sends an order and waits a while for the word of all.</summary>
    /// <param name="session">With the primary, in the database where they listen.</param>
    /// <param name="channel">What is ordered.</param>
    /// <param name="limit">For how long at most.</param>
    /// <param name="rest">What the order says beside its number and limit.</param>
    /// <param name="units">Who is to do it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>Its number, and who did not answer.</returns>
    internal static async Task<(long Generation, HashSet<string> Silent)> SendAsync(
        PostgresSession session, string channel, TimeSpan limit, string rest, IEnumerable<string> units, TimeProvider time,
        CancellationToken cancellation)
    {
        var confirmed = new List<PauseConfirmation>();

        // What is said here is for poolers only, so it needs not be on a standby.
        await session.RunAsync("set synchronous_commit = off", cancellation);
        await session.ListenAsync(
            PoolerPause.Confirmations, heard => confirmed.AddRange(PauseConfirmation.Find(heard) is { } c ? [c] : []), cancellation);
        var details = string.Create(CultureInfo.InvariantCulture, $" {limit.TotalMilliseconds:0}{rest}");
        var order = Notify(channel, $"pg_current_xact_id()::text || {SqlText.Literal(details)}");
        var generation = (await session.QueryAsync(
            $"with n as ({order}) select pg_current_xact_id()::text::bigint from n", r => r.GetInt64(0), cancellation))[0];
        var clock = time.GetTimestamp();
        while (Silent() is { Count: > 0 } && Patience - time.GetElapsedTime(clock) is var left && left > TimeSpan.Zero)
        {
            await session.WaitAsync(left, cancellation);
        }

        return (generation, Silent());

        HashSet<string> Silent() =>
            [.. units.Except(confirmed.Where(c => c.Generation == generation).Select(c => c.Unit), StringComparer.Ordinal)];
    }

    /// <summary>The statement that notifies.</summary>
    internal static string Notify(string channel, string payload) => $"select pg_notify({SqlText.Literal(channel)}, {payload})";
}
