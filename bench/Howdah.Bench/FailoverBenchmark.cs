using System.Globalization;
using Howdah.Testbed;

namespace Howdah.Bench;

/// <summary>The longest time without a commit after a fault on the primary. A lost row ends the benchmark.</summary>
internal static class FailoverBenchmark
{
    private const int Runs = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly (string Name, int Runs, Func<PostgresCluster, string, Task> Fault)[] Faults =
    [
        ("kill -9 of Patroni and all of PostgreSQL", Runs, PrimaryFault.KillPatroniAndPostgres),
        ("kill -9 of the whole container's processes", Runs, PrimaryFault.KillContainer),
        ("kill -9 of the unit's every process", Runs, PrimaryFault.KillUnit),
        ("kill -9 of the postmaster alone", Runs, PrimaryFault.KillPostmaster),
        ("SIGSTOP of Patroni and PostgreSQL for good", Runs, PrimaryFault.StopPatroniAndPostgres),
        ("SIGSTOP of the whole container past its lease, then SIGCONT", 2 * Runs, PrimaryFault.SleepPastLease),
        ("promote-to-primary", Runs, PromoteStandbyAsync),
    ];

    public static async Task<Report> RunAsync()
    {
        await using var cluster = await PostgresCluster.DeployAsync();
        var report = new Report(
            "Failover",
            $"""
            A client inserts a row every 10 ms and waits for its acknowledgement; after an error, or 0.4 s without an answer, it races all
            members for the first commit. Figure: the longest time between two acknowledged commits, in seconds.
            After each, all three members must be streaming again without help, and every member must hold every acknowledged row; else the benchmark ends with an error. It
            also ends so when a primary that slept past its lease (20 s) acknowledges a write that is sent to it before it follows.
            `dotnet run --project bench/Howdah.Bench -c Release failover`
            """);
        report.Header("fault", "n", "min", "median", "max", "back to three members, median");
        foreach (var (name, runs, fault) in Faults)
        {
            var gaps = new List<TimeSpan>();
            var returns = new List<TimeSpan>();
            for (var run = 0; run < runs; run++)
            {
                var (gap, back) = await OnceAsync(cluster, fault);
                await Console.Error.WriteLineAsync($"{name}: {Report.Seconds(gap.TotalSeconds)} s, back after {Report.Seconds(back.TotalSeconds)} s");
                gaps.Add(gap);
                returns.Add(back);
            }

            report.Row([name, runs.ToString(CultureInfo.InvariantCulture), .. Report.Spread(gaps), Report.Spread(returns)[1]]);
        }

        return report;
    }

    /// <summary>One fault; throws when a row is lost or a member does not come back.</summary>
    private static async Task<(TimeSpan Gap, TimeSpan Back)> OnceAsync(PostgresCluster cluster, Func<PostgresCluster, string, Task> fault)
    {
        await cluster.ConvergedAsync(3, Limit);
        await using var writer = await cluster.StartWriterAsync();
        await writer.FlowingAsync(Limit);
        writer.ResetGap();
        var primary = await cluster.PrimaryAsync();
        var start = TimeProvider.System.GetTimestamp();
        await fault(cluster, primary);
        await writer.FlowingAsync(Limit);
        await cluster.ConvergedAsync(3, Limit);
        var back = TimeProvider.System.GetElapsedTime(start);
        await cluster.HoldsAllAsync(await writer.StopAsync(), Limit);
        await cluster.SettledAsync(Limit);
        return (writer.LongestGap, back);
    }

    private static async Task PromoteStandbyAsync(PostgresCluster cluster, string primary)
    {
        var standby = await cluster.SynchronousStandbyAsync();
        (await cluster.Howdah.RunAsync("run", standby, "promote-to-primary", "scope=unit")).Expect();
    }
}
