using System.Globalization;
using Howdah.Testbed;

namespace Howdah.Bench.Pebble;

/// <summary>A figure of one daemon, and what it should be.</summary>
internal sealed record Figure(string What, string Bar, string Value);

/// <summary>What our <c>pebble</c> costs and how fast it is, beside Canonical's when that is on the PATH.</summary>
internal static class PebbleBenchmark
{
    private static readonly Func<string, Task<IReadOnlyList<Figure>>>[] Measures =
    [
        Speed.StartAsync, Speed.ChecksAsync, Speed.ExecAsync, Speed.FilesAsync, Speed.ServicesAsync, Memory.RunAsync,
    ];

    public static async Task<Report> RunAsync()
    {
        var ours = Path.Combine(Installation.BinaryDirectory, "pebble");
        var daemons = new List<(string Name, string Binary)> { ("Howdah's", ours) };
        if (Theirs() is { } theirs)
        {
            daemons.Add(("Canonical's", theirs));
        }

        var report = new Report(
            "Pebble",
            $"""
            A client in a process of its own talks to a daemon over its socket; state, sockets and files lie in memory (`/dev/shm`), so
            that no disk is measured. Memory is proportional (PSS), read 30 s after the last request. MB are 10^6 bytes.
            {(daemons.Count > 1 ? "Canonical's `pebble` from the PATH does the same after it." : "Canonical's `pebble` is measured too when it is on the PATH.")}
            `dotnet run --project bench/Howdah.Bench -c Release pebble`
            """)
            .Header(["what", "bar", .. daemons.Select(daemon => daemon.Name)]);
        foreach (var measure in Measures)
        {
            var columns = new List<IReadOnlyList<Figure>>();
            foreach (var (name, binary) in daemons)
            {
                columns.Add(await measure(binary));
                foreach (var figure in columns[^1])
                {
                    await Console.Error.WriteLineAsync($"{name}: {figure.What}: {figure.Value} (bar {figure.Bar})");
                }
            }

            for (var row = 0; row < columns[0].Count; row++)
            {
                report.Row([columns[0][row].What, columns[0][row].Bar, .. columns.Select(figures => figures[row].Value)]);
            }
        }

        return report;
    }

    public static string Text(double value, string format = "0.0") => value.ToString(format, CultureInfo.InvariantCulture);

    private static string? Theirs() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Where(folder => folder.Length > 0 && Path.GetFullPath(folder) != Installation.BinaryDirectory)
        .Select(folder => Path.Combine(folder, "pebble")).FirstOrDefault(File.Exists);
}
