using System.Diagnostics;
using System.Globalization;
using Howdah.Testbed;

namespace Howdah.Bench;

/// <summary>From nothing to three active members, against a script that starts Patroni by hand, in turns.</summary>
internal static class DeployBenchmark
{
    private const int Runs = 5;

    public static async Task<Report> RunAsync()
    {
        var ours = new List<TimeSpan>();
        var byHand = new List<TimeSpan>();
        for (var run = 0; run < Runs; run++)
        {
            byHand.Add(await ByHandAsync());
            ours.Add(await OursAsync());
            await Console.Error.WriteLineAsync($"by hand {Report.Seconds(byHand[^1].TotalSeconds)} s, howdah {Report.Seconds(ours[^1].TotalSeconds)} s");
        }

        var ratios = ours.Zip(byHand, (a, b) => a / b).Order().ToList();
        return new Report(
            "Deployment",
            $"""
            `howdah up bundles/postgresql-ha.yaml` from the start of the engine until all units are active and idle (three members, one etcd, one client), and
            `bench/patroni-by-hand.sh`: etcd and three members of Patroni with one synchronous standby, in turns, {Runs} runs each, seconds.
            `dotnet run --project bench/Howdah.Bench -c Release deploy`
            """)
            .Header("what", "min", "median", "max")
            .Row(["Patroni by hand", .. Report.Spread(byHand)])
            .Row(["Howdah", .. Report.Spread(ours)])
            .Row("ratio of the pairs", Report.Seconds(ratios[0]), Report.Seconds(ratios[Runs / 2]), Report.Seconds(ratios[^1]));
    }

    private static async Task<TimeSpan> OursAsync()
    {
        var watch = Stopwatch.StartNew();
        await using var cluster = await PostgresCluster.DeployAsync();
        return watch.Elapsed;
    }

    /// <summary>The script prints the seconds it took as its last word.</summary>
    private static async Task<TimeSpan> ByHandAsync()
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Installation.Root, "bench", "patroni-by-hand.sh"))
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? TimeSpan.FromSeconds(double.Parse(output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[^1], CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"patroni-by-hand.sh ended with {process.ExitCode}: {output}");
    }
}
