using Howdah.Charms.PostgresqlK8s.Cluster;

namespace Howdah.Charms.PostgresqlK8s.Sql;

/// <summary>What a PostgreSQL says of itself.</summary>
/// <param name="Role">Primary or replica.</param>
/// <param name="Timeline">The timeline it writes or receives; 0 while a replica receives nothing.</param>
/// <param name="Streaming">It is the primary, or receives from it.</param>
internal sealed record ServerState(MemberRole Role, int Timeline, bool Streaming)
{
    private const string Question =
        """
        select pg_is_in_recovery()::text,
               case when pg_is_in_recovery()
                    then (select case when status = 'streaming' then received_tli else 0 end from pg_stat_wal_receiver)
                    else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int
               end::text
        """;

    internal static async Task<ServerState> ReadAsync(PostgresSession session, CancellationToken cancellation)
    {
        var (recovery, timeline) = (await session.QueryAsync(
            Question,
            r => (r.GetString(0), r.IsDBNull(1) ? 0 : int.Parse(r.GetString(1), System.Globalization.CultureInfo.InvariantCulture)),
            cancellation))[0];
        return recovery is "true"
            ? new(MemberRole.Replica, timeline, timeline > 0)
            : new(MemberRole.Primary, timeline, Streaming: true);
    }
}
