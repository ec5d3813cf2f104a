using System.Globalization;
using Howdah.Charms.PostgresqlTestApp.Writes;
using Howdah.Ops;
using Howdah.Pebble.Client;

namespace Howdah.Charms.PostgresqlTestApp;

/// <summary>The parameters of the action <c>pgbench</c>.</summary>
/// <param name="Clients">Clients at a time.</param>
/// <param name="Seconds">How long it runs.</param>
/// <param name="Scale">Size of the tables.</param>
/// <param name="SelectOnly">Whether it only reads.</param>
internal sealed record PgbenchRun(long Clients, long Seconds, long Scale, bool SelectOnly);

/// <summary>Runs pgbench in the container.</summary>
/// <param name="container">The container.</param>
/// <param name="settings">The database.</param>
/// <param name="passwordFile">A password file of libpq in the container.</param>
internal sealed class Pgbench(Container container, WriterSettings settings, string passwordFile)
{
    private const string Newest = """exec "$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)/$0" "$@" """;

    private static readonly (string Key, string Beginning)[] Figures =
    [
        ("transactions", "number of transactions actually processed: "),
        ("failed-transactions", "number of failed transactions: "),
        ("latency-average-ms", "latency average = "),
        ("tps", "tps = "),
    ];

    /// <summary>Makes the tables if need be, runs it, and reads its figures.</summary>
    /// <exception cref="PebbleExecException">It failed.</exception>
    internal async Task<IReadOnlyList<(string Key, string Value)>> RunAsync(PgbenchRun run, CancellationToken cancellation)
    {
        if (!await HasTablesAsync(run.Scale, cancellation))
        {
            await StartAsync("pgbench", ["-i", "-q", "-s", Text(run.Scale)], cancellation);
        }

        var output = await StartAsync(
            "pgbench",
            [
                "-n", "-c", Text(run.Clients), "-j", Text(Math.Min(run.Clients, Environment.ProcessorCount)), "-T", Text(run.Seconds),
                .. run.SelectOnly ? ["-S"] : Array.Empty<string>(),
            ],
            cancellation);
        return Read(output);
    }

    /// <summary>The figures in what pgbench prints.</summary>
    internal static IReadOnlyList<(string Key, string Value)> Read(string output) =>
    [
        .. from line in output.Split('\n')
           from figure in Figures
           where line.StartsWith(figure.Beginning, StringComparison.Ordinal)
           select (figure.Key, line[figure.Beginning.Length..].Split(' ')[0]),
    ];

    private async Task<bool> HasTablesAsync(long scale, CancellationToken cancellation)
    {
        await using var connection = await settings.OpenAsync(cancellation);
        await using var command = new Npgsql.NpgsqlCommand("select to_regclass('pgbench_branches') is not null", connection);
        if (await command.ExecuteScalarAsync(cancellation) is not true)
        {
            return false;
        }

        command.CommandText = "select count(*) from pgbench_branches";
        return await command.ExecuteScalarAsync(cancellation) is long branches && branches == scale;
    }

    private async Task<string> StartAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var endpoints = settings.Endpoints.Split(',').Select(e => e.Split(':')).ToList();
        var output = await container.RunAsync(
            new ExecRequest(["sh", "-c", Newest, program, .. arguments])
            {
                Environment = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["PGHOST"] = string.Join(',', endpoints.Select(e => e[0])),
                    ["PGPORT"] = string.Join(',', endpoints.Select(e => e[^1])),
                    ["PGUSER"] = settings.Username,
                    ["PGDATABASE"] = settings.Database,
                    ["PGPASSFILE"] = passwordFile,
                },
            },
            cancellationToken: cancellation);
        return output.Stdout;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
