using System.Globalization;
using Npgsql;

namespace Howdah.Charms.PostgresqlTestApp.Writes;

/// <summary>How the table compares with what was acknowledged.</summary>
/// <param name="Rows">Rows in the table.</param>
/// <param name="Missing">Numbers that were acknowledged and are not there.</param>
/// <param name="Repeated">Numbers that are there more than once.</param>
internal sealed record WritesVerdict(long Rows, long Missing, long Repeated)
{
    /// <summary>Nothing acknowledged is lost, and nothing is there twice.</summary>
    internal bool IsGood => Missing == 0 && Repeated == 0;
}

/// <summary>The table that is written to.</summary>
internal static class WritesTable
{
    internal const string Name = "continuous_writes";

    /// <summary>Makes it unless it is there. It has no key on purpose: a write that was carried out twice shall be seen.</summary>
    internal static Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        RunAsync(connection, $"create table if not exists {Name} (number bigint not null)", cancellation);

    /// <summary>Removes it.</summary>
    internal static Task DropAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        RunAsync(connection, $"drop table if exists {Name}", cancellation);

    /// <summary>Compares it with what was acknowledged.</summary>
    internal static async Task<WritesVerdict> CompareAsync(NpgsqlConnection connection, WriteState state, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            with found as (select number, count(*) as times from {Name} group by number)
            select (select coalesce(sum(times), 0)::bigint from found),
                   (select count(*) from generate_series(1, $1) number left join found using (number) where times is null and number <> all ($2)),
                   (select count(*) from found where times > 1)
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = state.Acknowledged });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. state.Unknown] });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    /// <summary>The figures of an action's result.</summary>
    internal static IEnumerable<(string Key, string Value)> Results(WriteState state, WritesVerdict verdict) =>
    [
        ("acknowledged", Text(state.Count)),
        ("last-acknowledged", Text(state.Acknowledged)),
        ("unknown-outcome", Text(state.Unknown.Count)),
        ("longest-stall-seconds", state.LongestStall.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture)),
        ("rows", Text(verdict.Rows)),
        ("missing", Text(verdict.Missing)),
        ("repeated", Text(verdict.Repeated)),
        ("verdict", verdict.IsGood ? "every acknowledged row is there once" : "acknowledged rows are lost or repeated"),
    ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
