using System.Globalization;
using Howdah.Testbed;

namespace Howdah.Bench;

/// <summary>What the engine costs when nothing happens.</summary>
internal static class IdleBenchmark
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static async Task<Report> RunAsync()
    {
        await using var cluster = await PostgresCluster.DeployAsync();
        await cluster.ConvergedAsync(3, Window);
        var pid = cluster.Howdah.EnginePid();
        var before = Processes.ProcessorTime(pid);
        await Task.Delay(Window);
        var share = (Processes.ProcessorTime(pid) - before) / Window;
        return new Report(
            "Idle engine",
            "Processor time of the engine's process over a minute, as a share of one core, and its resident memory at the end, with the small bundle deployed and idle. "
            + "`dotnet run --project bench/Howdah.Bench -c Release idle`")
            .Header("share of a core, %", "resident memory, MB")
            .Row((share * 100).ToString("0.00", CultureInfo.InvariantCulture), (Processes.ResidentBytes(pid) / 1e6).ToString("0", CultureInfo.InvariantCulture));
    }
}
