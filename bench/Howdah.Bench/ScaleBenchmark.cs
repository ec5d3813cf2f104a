using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Howdah.Testbed;

namespace Howdah.Bench;

/// <summary>How time and memory grow with a model: applications of a charm that does nothing, each related to the next.</summary>
internal static class ScaleBenchmark
{
    private const int UnitsEach = 2;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    public static async Task<Report> RunAsync()
    {
        var report = new Report(
            "Scale",
            $"""
            A bundle of applications with {UnitsEach} units each of a charm whose `dispatch` does nothing, every application related to the next in
            a ring: from `howdah deploy` until every unit is idle and all relations were told, looked at every two seconds. Memory is the most
            that the engine's process had resident, processor time is the engine's own.
            `dotnet run --project bench/Howdah.Bench -c Release scale`
            """)
            .Header("applications", "units", "hooks", "seconds", "seconds per unit", "engine's processor time, s", "engine's memory, MB");
        var small = await OnceAsync(report, 50);
        var large = await OnceAsync(report, 300);
        return report.Row("ratio", "", "", "", Report.Seconds(large / small) + " (bar 1.30)", "", "bar 300");
    }

    private static async Task<double> OnceAsync(Report report, int applications)
    {
        var folder = Directory.CreateTempSubdirectory("howdah-scale-");
        try
        {
            WriteBundle(folder.FullName, applications);
            await using var howdah = Installation.Create();
            (await howdah.RunAsync("bootstrap")).Expect();
            var watch = Stopwatch.StartNew();
            (await howdah.RunAsync(Limit, "deploy", Path.Combine(folder.FullName, "bundle.yaml"))).Expect();
            var hooks = await SettledAsync(howdah, applications);
            var (time, engine) = (watch.Elapsed, howdah.EnginePid());
            var units = applications * UnitsEach;
            report.Row(
                $"{applications}", $"{units}", $"{hooks}", Report.Seconds(time.TotalSeconds), Report.Seconds(time.TotalSeconds / units),
                Report.Seconds(Processes.ProcessorTime(engine).TotalSeconds), $"{Processes.MostResidentBytes(engine) / 1e6:0}");
            await Console.Error.WriteLineAsync($"{applications} applications: {Report.Seconds(time.TotalSeconds)} s");
            (await howdah.RunAsync(Limit, "down")).Expect();
            return time.TotalSeconds / units;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Every unit hears install, config-changed and start, of each of its two relations created, and of each remote unit joined and changed;
    // one of an application's units is elected too.
    private static async Task<int> SettledAsync(Installation howdah, int applications)
    {
        var wanted = applications * ((UnitsEach * (3 + 2 + (2 * UnitsEach * 2))) + 1);
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            // The log is read only when it may be over: reading it again and again costs the engine more than the model does.
            var hooks = 0;
            if (AllIdle(await howdah.StatusAsync()))
            {
                hooks = (await howdah.RunAsync("debug-log", "--replay", "--no-tail")).Expect().Split('\n').Count(IsOfHook);
                if (hooks >= wanted)
                {
                    return hooks;
                }
            }

            if (deadline.Elapsed > Limit)
            {
                throw new TimeoutException($"{applications} applications are not settled after {Limit}: {hooks} hooks of {wanted}");
            }

            await Task.Delay(TimeSpan.FromSeconds(2));
        }
    }

    private static bool IsOfHook(string line) =>
        line.Contains(" ran \"", StringComparison.Ordinal) && line.Contains("\" hook (via hook dispatching script", StringComparison.Ordinal);

    private static bool AllIdle(JsonNode status) => status["applications"]!.AsObject()
        .SelectMany(application => application.Value!["units"]!.AsObject())
        .All(unit => (string?)unit.Value!["juju-status"]!["current"] == "idle");

    private static void WriteBundle(string folder, int applications)
    {
        var charm = Directory.CreateDirectory(Path.Combine(folder, "idler")).FullName;
        File.WriteAllText(
            Path.Combine(charm, "metadata.yaml"),
            "name: idler\nsummary: Does nothing.\nprovides: { up: { interface: idle } }\nrequires: { down: { interface: idle } }\n");
        File.WriteAllText(Path.Combine(charm, "dispatch"), "#!/bin/sh\n");
        File.SetUnixFileMode(Path.Combine(charm, "dispatch"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var bundle = new StringBuilder("applications:\n");
        for (var number = 0; number < applications; number++)
        {
            bundle.Append(CultureInfo.InvariantCulture, $"  idler{number}: {{ charm: ./idler, scale: {UnitsEach} }}\n");
        }

        bundle.Append("relations:\n");
        for (var number = 0; number < applications; number++)
        {
            bundle.Append(CultureInfo.InvariantCulture, $"- [\"idler{number}:up\", \"idler{(number + 1) % applications}:down\"]\n");
        }

        File.WriteAllText(Path.Combine(folder, "bundle.yaml"), bundle.ToString());
    }
}
