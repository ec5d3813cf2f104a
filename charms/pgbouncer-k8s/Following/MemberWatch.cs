using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Howdah.Interfaces;
using Npgsql;

namespace Howdah.Charms.PgbouncerK8s.Following;

/// <summary>
/// Keeps a session with one member and asks it again and again what it is. On the primary it listens for orders, so that the session's
/// end is noticed at once too.
/// </summary>
/// <param name="host">The member's address.</param>
/// <param name="source">Of the session; it is disposed of at the end.</param>
/// <param name="pace">How often to ask.</param>
/// <param name="events">Is told of everything.</param>
internal sealed class MemberWatch(string host, NpgsqlDataSource source, Pace pace, ChannelWriter<FollowerEvent> events)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    // While an order is new its confirmation is awaited; the session can wait for notifications or send, not both.
    private static readonly TimeSpan Attention = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan New = TimeSpan.FromSeconds(3);

    private const string Question =
        """
        select case when pg_is_in_recovery() then 0 else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int end,
               pg_postmaster_start_time()::text,
               exists (select from pg_stat_wal_receiver)
        """;

    private readonly ConcurrentQueue<PauseConfirmation> confirmations = new();
    private readonly Stopwatch sinceOrder = new();
    private MemberWord last = MemberWord.Silent;

    /// <summary>Has the primary told, if it still is one, that an order of it was carried out.</summary>
    internal void Confirm(PauseConfirmation confirmation) => confirmations.Enqueue(confirmation);

    /// <summary>Watches until it is cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        await using var own = source;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await using var session = await source.OpenConnectionAsync(cancellation);
                await AttendAsync(session, cancellation);
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
            {
                Say(MemberWord.Silent);
                confirmations.Clear();
                await pace.WaitAsync(hasSession: false, cancellation);
            }
        }
    }

    private bool IsAttentive => sinceOrder.IsRunning && sinceOrder.Elapsed < New;

    private async Task AttendAsync(NpgsqlConnection session, CancellationToken cancellation)
    {
        var listens = false;
        session.Notification += (_, e) => Hear(e);
        while (true)
        {
            var word = await AskAsync(session, cancellation);
            if (word.Primary is not null && !listens)
            {
                // What is said here is for the cluster alone, so it needs not be on a standby first.
                await RunAsync(
                    session,
                    $"set synchronous_commit = off; listen {PoolerPause.Orders}; listen {PoolerPause.Resumptions}; listen {PoolerPause.Departures}",
                    cancellation);
                listens = true;
            }

            Say(word);
            if (listens)
            {
                await ListenAsync(session, cancellation);
            }
            else
            {
                await pace.WaitAsync(hasSession: true, cancellation);
            }
        }
    }

    private async Task ListenAsync(NpgsqlConnection session, CancellationToken cancellation)
    {
        do
        {
            while (confirmations.TryDequeue(out var confirmation))
            {
                await RunAsync(session, $"select pg_notify('{PoolerPause.Confirmations}', '{confirmation}')", cancellation);
            }

            await session.WaitAsync(IsAttentive ? Attention : Silence, cancellation);
        }
        while (IsAttentive);
    }

    private static async Task RunAsync(NpgsqlConnection session, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<MemberWord> AskAsync(NpgsqlConnection session, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Question, session);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return reader.GetInt32(0) is var timeline and > 0
            ? new(new PrimaryRun(host, timeline, reader.GetString(1)), IsReplica: false)
            : new(null, reader.GetBoolean(2));
    }

    private void Say(MemberWord word)
    {
        if (word != last)
        {
            last = word;
            events.TryWrite(new MemberSpoke(this, word));
        }
    }

    private void Hear(NpgsqlNotificationEventArgs heard)
    {
        FollowerEvent? order = heard.Channel switch
        {
            PoolerPause.Orders when PauseOrder.Find(heard.Payload) is { } pause && last.Primary is { } run => new PauseOrdered(pause, run),
            PoolerPause.Resumptions when PauseOrder.Find(heard.Payload) is { } pause => new OrderEnded(pause.Generation),
            PoolerPause.Departures when LeaveOrder.Find(heard.Payload) is { } leave && last.Primary is { } run => new LeaveOrdered(leave, run),
            _ => null,
        };
        if (order is not null)
        {
            sinceOrder.Restart();
            events.TryWrite(order);
        }
    }
}
