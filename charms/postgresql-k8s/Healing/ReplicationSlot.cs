using Howdah.Charms.PostgresqlK8s.Sql;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s.Healing;

/// <summary>The slot on the primary that a replica asks for, by which the primary keeps the log that the replica has not had yet.</summary>
internal static class ReplicationSlot
{
    /// <summary>The name that a replica asks for; empty for none.</summary>
    internal static async Task<string> FindNameAsync(PostgresSession replica, CancellationToken cancellation) =>
        (await replica.QueryAsync("select current_setting('primary_slot_name')", r => r.GetString(0), cancellation))[0];

    /// <summary>Whether the primary has it.</summary>
    internal static async Task<bool> ExistsAsync(PostgresSession primary, string name, CancellationToken cancellation) =>
        (await primary.QueryAsync(
            $"select exists (select from pg_replication_slots where slot_name = {SqlText.Literal(name)})", r => r.GetBoolean(0), cancellation))[0];

    /// <summary>Makes those that are not there.</summary>
    internal static async Task MakeAsync(PostgresSession primary, IEnumerable<string> names, CancellationToken cancellation)
    {
        foreach (var name in names.Select(SqlText.Literal))
        {
            try
            {
                await primary.RunAsync(
                    $"""
                    select pg_create_physical_replication_slot({name}, true)
                     where not exists (select from pg_replication_slots where slot_name = {name})
                    """,
                    cancellation);
            }
            catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.DuplicateObject)
            {
                // Somebody else made it meanwhile.
            }
        }
    }
}
