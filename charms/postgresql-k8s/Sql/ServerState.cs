using System.Globalization;
using Howdah.Charms.PostgresqlK8s.Cluster;
using Howdah.Charms.PostgresqlK8s.Configuration;

namespace Howdah.Charms.PostgresqlK8s.Sql;

/// <summary>What a PostgreSQL says of itself.</summary>
/// <param name="Role">Primary or replica.</param>
/// <param name="Timeline">The timeline it writes or receives; 0 while a replica receives nothing.</param>
/// <param name="Streaming">It is the primary, or receives from it.</param>
internal sealed record ServerState(MemberRole Role, int Timeline, bool Streaming)
{
    /// <summary>The parameters of which a standby needs at least as much as its primary has.</summary>
    internal static IReadOnlyList<string> ForStandbys { get; } =
        ["max_connections", "max_locks_per_transaction", "max_prepared_transactions", "max_wal_senders", "max_worker_processes"];

    private static readonly string Question =
        $"""
        select pg_is_in_recovery()::text,
               case when pg_is_in_recovery()
                    then (select case when status = 'streaming' then received_tli else 0 end from pg_stat_wal_receiver)
                    else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int
               end::text,
               coalesce(current_setting('{PostgresqlParameters.Mark}', true), ''),
               coalesce((select string_agg(name, ',' order by name collate "C") from pg_settings where pending_restart), ''),
               (select string_agg(name || '=' || setting, ',') from pg_settings
                 where name in ({string.Join(", ", ForStandbys.Select(SqlText.Literal))})),
               current_setting('ssl')
        """;

    /// <summary>It takes connections with TLS.</summary>
    internal bool HasTls { get; init; }

    /// <summary>Which configuration it has taken, <see cref="PostgresqlParameters.Mark"/>; empty for none.</summary>
    internal string Configuration { get; init; } = "";

    /// <summary>The parameters of which PostgreSQL knows that they wait for a restart.</summary>
    internal IReadOnlyList<string> Pending { get; init; } = [];

    /// <summary>The values of <see cref="ForStandbys"/> that it runs with.</summary>
    internal IReadOnlyDictionary<string, long> Running { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    internal static async Task<ServerState> ReadAsync(PostgresSession session, CancellationToken cancellation) =>
        (await session.QueryAsync(Question, Read, cancellation))[0];

    private static ServerState Read(Npgsql.NpgsqlDataReader row)
    {
        var timeline = row.IsDBNull(1) ? 0 : int.Parse(row.GetString(1), CultureInfo.InvariantCulture);
        var isReplica = row.GetString(0) is "true";
        return new(isReplica ? MemberRole.Replica : MemberRole.Primary, timeline, !isReplica || timeline > 0)
        {
            HasTls = row.GetString(5) is "on",
            Configuration = row.GetString(2),
            Pending = row.GetString(3).Split(',', StringSplitOptions.RemoveEmptyEntries),
            Running = row.GetString(4).Split(',').Select(p => p.Split('='))
                .ToDictionary(p => p[0], p => long.Parse(p[1], CultureInfo.InvariantCulture), StringComparer.Ordinal),
        };
    }
}
