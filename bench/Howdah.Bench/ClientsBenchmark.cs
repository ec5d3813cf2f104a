using System.Globalization;
using Howdah.Testbed;

namespace Howdah.Bench;

/// <summary>Many clients at once: how long until each has its user and database, follows a failover, and is gone.</summary>
internal static class ClientsBenchmark
{
    private const int Failovers = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static async Task<Report> RunAsync()
    {
        await using var cluster = await PostgresCluster.DeployAsync();
        var report = new Report(
            "Clients",
            """
            Applications (data-integrator) that run already are related to a cluster of three members at once, each asking for a database of its own:
            from the command until the last has its credentials. Then the primary's container is killed with -9, five times: from the signal until the databag
            of every client names the new primary, as `howdah show-unit` prints it. Then all relations are removed at once: from the first command until the last
            user is gone from PostgreSQL. Seconds.
            `dotnet run --project bench/Howdah.Bench -c Release clients`
            """);
        report.Header("clients", "related", "know the new primary: min", "median", "max", "users gone");
        foreach (var count in (int[])[1, 50])
        {
            await OnceAsync(cluster, report, count);
        }

        return report;
    }

    private static async Task OnceAsync(PostgresCluster cluster, Report report, int count)
    {
        using var clients = new ManyClients(cluster, count);
        await clients.DeployAsync();
        await cluster.SettledAsync(Limit, clients.Databases);
        var related = await clients.RelateAsync(Limit);
        await cluster.SettledAsync(Limit);
        var known = new List<TimeSpan>();
        for (var run = 0; run < Failovers; run++)
        {
            known.Add(await FailOverAsync(cluster, clients));
        }

        var start = TimeProvider.System.GetTimestamp();
        await clients.UnrelateAsync();
        await clients.AreForgottenAsync(Limit);
        var gone = TimeProvider.System.GetElapsedTime(start);
        await clients.RemoveAsync(Limit);
        await cluster.SettledAsync(Limit);
        report.Row(
            [count.ToString(CultureInfo.InvariantCulture), Report.Seconds(related.TotalSeconds), .. Report.Spread(known), Report.Seconds(gone.TotalSeconds)]);
        await Console.Error.WriteLineAsync($"{count} clients: related {Report.Seconds(related.TotalSeconds)} s, gone {Report.Seconds(gone.TotalSeconds)} s");
    }

    private static async Task<TimeSpan> FailOverAsync(PostgresCluster cluster, ManyClients clients)
    {
        await cluster.ConvergedAsync(3, Limit);
        await cluster.SettledAsync(Limit);
        var primary = await cluster.PrimaryAsync();
        var others = (await cluster.UnitsAsync()).Where(u => u.Key != primary).Select(u => u.Value).ToList();
        var start = TimeProvider.System.GetTimestamp();
        await PrimaryFault.KillContainer(cluster, primary);
        await clients.KnowAsync(others, Limit);
        return TimeProvider.System.GetElapsedTime(start);
    }
}
