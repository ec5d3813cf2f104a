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

    private const string Question =
        """
        select case when pg_is_in_recovery() then 0 else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int end,
               pg_postmaster_start_time()::text,
               exists (select from pg_stat_wal_receiver)
        """;

    private MemberWord last = MemberWord.Silent;

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
                await pace.WaitAsync(cancellation);
            }
        }
    }

    private async Task AttendAsync(NpgsqlConnection session, CancellationToken cancellation)
    {
        var listens = false;
        session.Notification += (_, e) => Hear(e);
        while (true)
        {
            var word = await AskAsync(session, cancellation);
            if (word.Primary is not null && !listens)
            {
                await using var listen = new NpgsqlCommand($"listen {PoolerPause.Orders}; listen {PoolerPause.Resumptions}; listen {PoolerPause.Departures}", session);
                await listen.ExecuteNonQueryAsync(cancellation);
                listens = true;
            }

            Say(word);
            if (listens)
            {
                await session.WaitAsync(Silence, cancellation);
            }
            else
            {
                await pace.WaitAsync(cancellation);
            }
        }
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
            events.TryWrite(new MemberSpoke(host, word));
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
            events.TryWrite(order);
        }
    }
}
