using Howdah.Charms.PostgresqlK8s.Sql;

namespace Howdah.Charms.PostgresqlK8s.Healing;

/// <summary>Where a replica is in the write-ahead log, and whether the primary still has what comes next.</summary>
internal static class LogPosition
{
    /// <summary>The position up to which a replica has replayed.</summary>
    internal static async Task<string> ReplayedAsync(PostgresSession replica, CancellationToken cancellation) =>
        (await replica.QueryAsync("select coalesce(pg_last_wal_replay_lsn(), '0/0')::text", r => r.GetString(0), cancellation))[0];

    /// <summary>Whether the primary has removed the file that holds what comes after a position. Names of files are compared without their timeline.</summary>
    internal static async Task<bool> IsGoneAsync(PostgresSession primary, string position, CancellationToken cancellation) =>
        (await primary.QueryAsync(
            $"""
            select substr(pg_walfile_name({SqlText.Literal(position)}::pg_lsn + 1), 9) < min(substr(name, 9)) from pg_ls_waldir() where name ~ '^[0-9A-F]{"{24}"}$'
            """,
            r => r.GetBoolean(0),
            cancellation))[0];
}
