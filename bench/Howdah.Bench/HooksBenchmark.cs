using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Howdah.Testbed;

namespace Howdah.Bench;

/// <summary>What it costs to tell a charm something, and what a hook command costs the charm.</summary>
internal static class HooksBenchmark
{
    private const int Runs = 50;
    private const int Commands = 200;

    public static async Task<Report> RunAsync()
    {
        await using var howdah = Installation.Create();
        (await howdah.RunAsync("bootstrap")).Expect();
        (await howdah.RunAsync("deploy", "data-integrator", "one")).Expect();
        await IdleAsync(howdah);
        for (var run = 0; run < Runs; run++)
        {
            (await howdah.RunAsync("config", "one", string.Create(CultureInfo.InvariantCulture, $"database-name=run{run}"))).Expect();
            await IdleAsync(howdah);
        }

        var hooks = JsonNode.Parse((await howdah.RunAsync("show-hook", "one/0", "--format", "json")).Expect())!.AsArray()
            .Where(hook => (string?)hook!["hook"] == "config-changed").TakeLast(Runs).Select(hook => TimeSpan.FromSeconds((double)hook!["seconds"]!));
        return new Report(
            "Hooks",
            $"""
            Dispatch: `config-changed` of a C# charm (`data-integrator`) that reads its configuration and sets a status, from before the start of
            its process until what it wrote is committed, by the engine's journal, {Runs} changes. Start: the same executable as a process that is
            told nothing and ends. Hook command: `config-get` in a hook, by the clock of the shell that calls it, {Commands} calls. Milliseconds.
            `dotnet run --project bench/Howdah.Bench -c Release hooks`
            """)
            .Header("what", "min", "median", "max", "bar for the median")
            .Row(["dispatch of a C# charm", .. Spread(hooks), "40"])
            .Row(["of it, the charm's own start", .. Spread(await StartsAsync()), "20"])
            .Row(["one hook command", .. Spread(await CommandsAsync(howdah)), "5"]);
    }

    private static async Task IdleAsync(Installation howdah) => (await howdah.RunAsync(
        "wait-for", "unit", "one/0", "--query", "agent-status==\"idle\" && workload-status==\"blocked\"", "--timeout", "60s")).Expect();

    private static async Task<List<TimeSpan>> StartsAsync()
    {
        var times = new List<TimeSpan>();
        for (var run = 0; run < Runs; run++)
        {
            var watch = Stopwatch.StartNew();
            using var process = Process.Start(new ProcessStartInfo(Path.Combine(Installation.BinaryDirectory, "howdah-charms"), ["--help"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            times.Add(watch.Elapsed);
        }

        return times;
    }

    private static async Task<IEnumerable<TimeSpan>> CommandsAsync(Installation howdah)
    {
        var script = string.Create(CultureInfo.InvariantCulture, $$"""
            for i in $(seq {{Commands}}); do
              a=$EPOCHREALTIME; config-get database-name > /dev/null; b=$EPOCHREALTIME; echo $(( ${b/./} - ${a/./} ))
            done
            """);
        return (await howdah.RunAsync("exec", "--unit", "one/0", "--", script)).Expect().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => TimeSpan.FromMicroseconds(double.Parse(line, CultureInfo.InvariantCulture)));
    }

    private static string[] Spread(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalMilliseconds).Order().ToList();
        return [.. new[] { sorted[0], sorted[sorted.Count / 2], sorted[^1] }.Select(time => time.ToString("0.0", CultureInfo.InvariantCulture))];
    }
}
