using System.Globalization;
using Howdah.Testbed;

namespace Howdah.Bench;

/// <summary>What clients of two poolers see of planned changes, and of the primary's death.</summary>
internal static class PlannedBenchmark
{
    private const int Runs = 5;
    private const int Deaths = 10;
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
        ("new key and certificate of the primary", 6, async (c, _) => (await c.Howdah.RunAsync("run", await c.PrimaryAsync(), "set-tls-private-key")).Expect()),
        ("change of CA", 15, ChangeAuthorityAsync),
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
            All members are back before the next run. A change of CA ends the trust in the one before it first.

            The death of the primary (SIGKILL for all processes of its container) is not planned: transactions in flight fail, so their clients do
            not go on with pgbench. There the load are {Clients} clients that connect again; the longest time is from one acknowledged transaction of a client
            to its next, and each run ends with a look whether every acknowledged one is there.
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

            Row(report, name, results.Sum(r => r.Failed), [.. results.Select(r => r.Longest)]);
        }

        var deaths = new List<(TimeSpan Longest, int Failed)>();
        for (var run = 0; run < Deaths; run++)
        {
            await BackAsync(cluster);
            deaths.Add(await DieAsync(cluster, [.. Enumerable.Range(0, Clients).Select(client => pgbench.ConnectionString(poolers[client % poolers.Count]))]));
            await Console.Error.WriteLineAsync($"death of the primary: {Report.Seconds(deaths[^1].Longest.TotalSeconds)} s, {deaths[^1].Failed} failed");
        }

        Row(report, "death of the primary", deaths.Sum(d => d.Failed), [.. deaths.Select(d => d.Longest)]);
        return report;
    }

    private static void Row(Report report, string name, int failed, IReadOnlyList<TimeSpan> longest) => report.Row([
        name, longest.Count.ToString(CultureInfo.InvariantCulture), failed.ToString(CultureInfo.InvariantCulture), .. Report.Spread(longest),
    ]);

    private static async Task<(TimeSpan Longest, int Failed)> DieAsync(PostgresCluster cluster, IReadOnlyList<string> connections)
    {
        await using var load = await TransactionLoad.StartAsync(connections);
        await load.FlowingAsync(500, Limit);
        var primary = await cluster.ProcessesAsync(await cluster.PrimaryAsync(), "postgresql");
        load.Reset();
        Processes.Signal(Processes.Kill, primary);
        await load.FlowingAsync(500, Limit);
        // Those that still wait count when they are through.
        await Task.Delay(Before);
        await load.FlowingAsync(500, Limit);
        var seen = (load.Longest, load.Failures.Count);
        return await load.FindLostAsync(connections[0]) is { Count: > 0 } lost
            ? throw new InvalidOperationException($"acknowledged transactions are missing: {string.Join("; ", lost)}")
            : seen;
    }

    private static async Task ChangeAuthorityAsync(PostgresCluster cluster, int run)
    {
        const string Authority = "self-signed-certificates/0";
        if (run > 0)
        {
            (await cluster.Howdah.RunAsync("run", Authority, "retire-ca")).Expect();
            await cluster.SettledAsync(Limit);
        }

        (await cluster.Howdah.RunAsync("run", Authority, "rotate-ca")).Expect();
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
