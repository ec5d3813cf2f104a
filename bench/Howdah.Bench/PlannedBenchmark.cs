using System.Globalization;
using Howdah.Testbed;

namespace Howdah.Bench;

/// <summary>What clients of two poolers see of planned changes.</summary>
internal static class PlannedBenchmark
{
    private const int Runs = 5;
    private const int Clients = 16;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2);

    // Each with the seconds that pgbench runs: a rolling restart comes to the primary last.
    private static readonly (string Name, int Seconds, Func<PostgresCluster, int, Task> Change)[] Changes =
    [
        ("promote-to-primary", 8, async (c, _) => (await c.Howdah.RunAsync("run", await c.SynchronousStandbyAsync(), "promote-to-primary")).Expect()),
        ("rolling restart", 20, async (c, run) => (await c.Howdah.RunAsync(
            "config", PostgresCluster.Application, string.Create(CultureInfo.InvariantCulture, $"instance_max_locks_per_transaction={80 + run}"))).Expect()),
        ("new password of a system user", 6, async (c, _) => (await c.Howdah.RunAsync("run", PostgresCluster.Application + "/leader", "set-password", "username=replication")).Expect()),
        ("removal of the primary's unit", 8, async (c, _) => (await c.Howdah.RunAsync("remove-unit", await c.PrimaryAsync())).Expect()),
    ];

    public static async Task<Report> RunAsync()
    {
        await using var cluster = await PostgresCluster.DeployAsync(PostgresCluster.PooledBundle);
        var report = new Report(
            "Planned changes through two poolers",
            $"""
            pgbench (TPC-B, {Clients} clients, half of them through each of two poolers, scale 5) runs for 6 to 20 s; after {Before.TotalSeconds:0} s of it something is done
            to the cluster of three members behind them. Failed transactions (and clients that gave up) of all runs together, and the longest transaction of a run, in seconds.
            All members are back before the next run.
            `dotnet run --project bench/Howdah.Bench -c Release planned`
            """);
        report.Header("what is done", "n", "failed", "longest: min", "median", "max");
        var pgbench = new Pgbench(await cluster.ReadCredentialsAsync());
        var poolers = (await cluster.UnitsAsync("pgbouncer-k8s")).Values.Select(a => (a, 6432)).ToList();
        await pgbench.InitializeAsync(poolers[0].a, 6432, scale: 5);
        foreach (var (name, seconds, change) in Changes)
        {
            var results = new List<PgbenchResult>();
            for (var run = 0; run < Runs; run++)
            {
                await BackAsync(cluster);
                var load = pgbench.RunAsync(poolers, Clients, seconds);
                await Task.Delay(Before);
                await change(cluster, run);
                results.Add(await load);
                await Console.Error.WriteLineAsync($"{name}: {Report.Seconds(results[^1].Longest.TotalSeconds)} s, {results[^1].Failed} failed, {results[^1].PerSecond:0} tps");
            }

            report.Row([
                name, Runs.ToString(CultureInfo.InvariantCulture), results.Sum(r => r.Failed).ToString(CultureInfo.InvariantCulture),
                .. Report.Spread(results.Select(r => r.Longest)),
            ]);
        }

        return report;
    }

    private static async Task BackAsync(PostgresCluster cluster)
    {
        await Deadline.WaitAsync("units are gone and come", Limit, async () =>
        {
            var count = (await cluster.UnitsAsync()).Count;
            if (count == 2)
            {
                (await cluster.Howdah.RunAsync("add-unit", PostgresCluster.Application)).Expect();
            }

            return count == 3 ? null : $"there are {count}";
        });
        await cluster.ConvergedAsync(3, Limit);
        await cluster.SettledAsync(Limit);
    }
}
