using System.Diagnostics;
using Howdah.Pebble.Client;
using Howdah.Testbed;

namespace Howdah.Bench.Pebble;

/// <summary>What a daemon with five services and five checks needs, idle and after much work.</summary>
internal static class Memory
{
    private const int Notices = 10_000, FirstExecs = 2000, Execs = 100_000, Clients = 4;
    private const long Output = 1_000_000_000;
    private static readonly TimeSpan OutputLimit = TimeSpan.FromMinutes(5);

    private static readonly string Layer = "services:\n" + string.Concat(Enumerable.Range(0, 5).Select(number =>
        $"  s{number}: {{override: replace, startup: enabled, command: sleep 100000}}\n"))
        + $"  talker: {{override: replace, on-success: ignore, command: sh -c 'yes \"{new string('x', 99)}\" | head -c {Output}'}}\n"
        + "checks:\n" + string.Concat(Enumerable.Range(0, 5).Select(number =>
        $"  c{number}: {{override: replace, exec: {{command: 'true'}}}}\n"));

    public static async Task<IReadOnlyList<Figure>> RunAsync(string binary)
    {
        await using var daemon = await RunningPebble.StartAsync(binary, Layer);
        var figures = new List<Figure> { new("memory, idle with 5 services and 5 checks, MB", "25", await QuietAsync(daemon)) };
        for (var number = 0; number < Notices; number++)
        {
            await daemon.Client.NotifyAsync($"example.com/n{number}");
        }

        figures.Add(new($"memory after {Notices} notices (the daemon keeps 1000), MB", "25", await QuietAsync(daemon)));
        await ExecAsync(daemon, FirstExecs);
        figures.Add(new($"memory after {FirstExecs} execs (it keeps 1000 changes), MB", "25", await QuietAsync(daemon)));
        var watch = Stopwatch.StartNew();
        await ExecAsync(daemon, Execs);
        figures.Add(new($"execs of `true` a second, {Clients} clients", "100", PebbleBenchmark.Text(Execs / watch.Elapsed.TotalSeconds, "0")));
        figures.Add(new($"memory after {Execs} more, MB", "the same ± 2", await QuietAsync(daemon)));
        watch.Restart();
        await daemon.Client.StartAsync(["talker"]);
        while ((await daemon.Client.GetServicesAsync(["talker"]))[0].Current == "active" && watch.Elapsed < OutputLimit)
        {
            await Task.Delay(100);
        }

        figures.Add(new("output of a service taken in, MB/s", "-", PebbleBenchmark.Text(Output / 1e6 / watch.Elapsed.TotalSeconds, "0")));
        figures.Add(new("memory after 1 GB of it, MB", "the same ± 2", await QuietAsync(daemon)));
        figures.Add(new("most that was ever resident, MB", "-", PebbleBenchmark.Text(Processes.MostResidentBytes(daemon.Pid) / 1e6)));
        return figures;
    }

    private static Task ExecAsync(RunningPebble daemon, int count) => Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
    {
        for (var run = 0; run < count / Clients; run++)
        {
            await daemon.Client.RunAsync(new ExecRequest("true"));
        }
    }));

    private static async Task<string> QuietAsync(RunningPebble daemon) => PebbleBenchmark.Text(await daemon.QuietMegabytesAsync());
}
