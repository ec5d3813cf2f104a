using System.Globalization;
using Howdah.Testbed;

namespace Howdah.Bench;

/// <summary>What a pooler costs and gives.</summary>
internal static class PoolerBenchmark
{
    private const int Runs = 3;
    private const int Seconds = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static async Task<Report> RunAsync()
    {
        await using var cluster = await PostgresCluster.DeployAsync(PostgresCluster.PooledBundle);
        var report = new Report(
            "Pooler",
            $"""
            pgbench (scale 10) for {Seconds} s through one pooler and directly on the primary, in turns, {Runs} times each; transactions a second, medians, and their ratio.
            `dotnet run --project bench/Howdah.Bench -c Release pooler`
            """);
        report.Header("transactions", "clients", "direct", "pooled", "pooled : direct");
        (await cluster.Howdah.RunAsync("config", PostgresCluster.Application, "experimental_max_connections=300")).Expect();
        var addresses = await cluster.AddressesAsync();
        await Deadline.WaitAsync("all members restart", Limit, async () =>
            (await Task.WhenAll(addresses.Select(a => cluster.AskAsync(a, "show max_connections")))).All(v => v is ["300"]) ? null : "some have less");
        await cluster.SettledAsync(Limit);
        var pgbench = new Pgbench(await cluster.ReadCredentialsAsync());
        (string, int) direct = ((await cluster.UnitsAsync())[await cluster.PrimaryAsync()], 5432);
        (string, int) pooled = ((await cluster.UnitsAsync("pgbouncer-k8s")).Values.First(), 6432);
        await pgbench.InitializeAsync(pooled.Item1, pooled.Item2, scale: 10);
        foreach (var selectOnly in (bool[])[true, false])
        {
            foreach (var clients in (int[])[1, 10, 50, 200])
            {
                var rates = new Dictionary<(string, int), List<double>> { [direct] = [], [pooled] = [] };
                for (var run = 0; run < Runs; run++)
                {
                    foreach (var (endpoint, list) in rates)
                    {
                        list.Add((await pgbench.RunAsync([endpoint], clients, Seconds, selectOnly)).PerSecond);
                    }
                }

                var (d, p) = (Median(rates[direct]), Median(rates[pooled]));
                report.Row(
                    selectOnly ? "select only" : "TPC-B", clients.ToString(CultureInfo.InvariantCulture), d.ToString("0", CultureInfo.InvariantCulture),
                    p.ToString("0", CultureInfo.InvariantCulture), Report.Seconds(p / d));
                await Console.Error.WriteLineAsync($"{clients} clients, select only {selectOnly}: {d:0} direct, {p:0} pooled");
            }
        }

        return report;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
