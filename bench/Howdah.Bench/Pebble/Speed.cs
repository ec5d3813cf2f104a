using System.Diagnostics;
using System.Globalization;
using System.Text;
using Howdah.Pebble.Client;
using Howdah.Testbed;

namespace Howdah.Bench.Pebble;

/// <summary>How long things take.</summary>
internal static class Speed
{
    private const int Starts = 20, Execs = 500, Services = 200;
    private const long FileSize = 1_000_000_000;
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    public static async Task<IReadOnlyList<Figure>> StartAsync(string binary)
    {
        var times = new List<TimeSpan>();
        for (var run = 0; run < Starts; run++)
        {
            await using var daemon = await RunningPebble.StartAsync(binary);
            times.Add(daemon.TimeToAnswer);
        }

        return
        [
            new("size of the executable, MB", "15", PebbleBenchmark.Text(new FileInfo(binary).Length / 1e6)),
            new($"from start to the first answer, ms, median of {Starts}", "60", Median(times)),
        ];
    }

    /// <summary>
    /// What the Python client's tests do with checks of 50 ms period: all must be seen healthy before the second failure of one.
    /// </summary>
    public static async Task<IReadOnlyList<Figure>> ChecksAsync(string binary)
    {
        const string Layer = """
            checks:
              bad: {override: replace, level: ready, period: 50ms, threshold: 2, exec: {command: sleep x}}
              good: {override: replace, level: alive, period: 50ms, threshold: 2, exec: {command: echo foo}}
              other: {override: replace, period: 50ms, threshold: 2, exec: {command: echo bar}}
            """;
        var times = new List<TimeSpan>();
        for (var run = 0; run < Starts; run++)
        {
            await using var daemon = await RunningPebble.StartAsync(binary);
            await daemon.Client.AddLayerAsync("layer", Layer, combine: true);
            var watch = Stopwatch.StartNew();
            var allUp = (await daemon.Client.GetChecksAsync()).All(check => check.Status == "up");
            if (!allUp || !await daemon.Client.IsHealthyAsync())
            {
                throw new InvalidOperationException($"a check was down {watch.Elapsed} after it had been added");
            }

            times.Add(watch.Elapsed);
        }

        return [new($"first answers on checks and health after a layer came, ms, longest of {Starts}", "100", Milliseconds(times.Max()))];
    }

    public static async Task<IReadOnlyList<Figure>> ExecAsync(string binary)
    {
        await using var daemon = await RunningPebble.StartAsync(binary);
        var times = new List<TimeSpan>();
        for (var run = 0; run < Execs; run++)
        {
            var watch = Stopwatch.StartNew();
            await daemon.Client.RunAsync(new ExecRequest("true"));
            times.Add(watch.Elapsed);
        }

        return [new($"exec of `true`, ms, median of {Execs}", "15", Median(times))];
    }

    public static async Task<IReadOnlyList<Figure>> FilesAsync(string binary)
    {
        await using var daemon = await RunningPebble.StartAsync(binary);
        var path = Path.Combine(daemon.Folder.FullName, "large");
        await using (var small = new MemoryStream(new byte[1000]))
        {
            await daemon.Client.PushAsync(path, small);
        }

        var before = Processes.MostResidentBytes(daemon.Pid);
        var source = Path.Combine(daemon.Folder.FullName, "source");
        await using (var file = File.Create(source))
        {
            file.SetLength(FileSize);
        }

        var watch = Stopwatch.StartNew();
        await using (var file = File.OpenRead(source))
        {
            await daemon.Client.PushAsync(path, file);
        }

        var push = watch.Elapsed;
        watch.Restart();
        await using (var content = await daemon.Client.PullAsync(path))
        {
            await content.CopyToAsync(Stream.Null);
        }

        var pull = watch.Elapsed;
        return
        [
            new("push of a file of 1 GB, MB/s", "300", PebbleBenchmark.Text(FileSize / 1e6 / push.TotalSeconds, "0")),
            new("pull of it, MB/s", "300", PebbleBenchmark.Text(FileSize / 1e6 / pull.TotalSeconds, "0")),
            new("most resident memory, more than before, MB", "flat",
                PebbleBenchmark.Text((Processes.MostResidentBytes(daemon.Pid) - before) / 1e6)),
        ];
    }

    /// <summary>Half of the services each require and follow one of the other half.</summary>
    public static async Task<IReadOnlyList<Figure>> ServicesAsync(string binary)
    {
        var layer = new StringBuilder("services:\n");
        foreach (var pair in Enumerable.Range(0, Services / 2))
        {
            layer.Append(CultureInfo.InvariantCulture, $"  a{pair}: {{override: replace, command: {Command($"a{pair}")}}}\n")
                .Append(CultureInfo.InvariantCulture, $"  b{pair}: {{override: replace, command: {Command($"b{pair}")}, ")
                .Append(CultureInfo.InvariantCulture, $"after: [a{pair}], requires: [a{pair}]}}\n");
        }

        await using var daemon = await RunningPebble.StartAsync(binary, layer.ToString());
        List<string> names = [.. Enumerable.Range(0, Services / 2).Select(pair => $"b{pair}")];
        var watch = Stopwatch.StartNew();
        await daemon.Client.StartAsync(names, StartLimit);
        var time = watch.Elapsed;
        var order = await File.ReadAllLinesAsync(Path.Combine(daemon.Folder.FullName, "order"));
        var wrong = names.Count(name => Array.IndexOf(order, "a" + name[1..]) is var first && (first < 0 || first > Array.IndexOf(order, name)));
        await daemon.Client.StopAsync([.. (await daemon.Client.GetServicesAsync()).Select(service => service.Name)], StartLimit);
        return
        [
            new($"start of {Services} services, each second one after its first, s", "3", Report.Seconds(time.TotalSeconds)),
            new("of them not in order", "0", $"{wrong}"),
            new("children left, zombies too, when they are stopped", "0", $"{Processes.Children(daemon.Pid).Count}"),
        ];
    }

    private static string Command(string name) => $"sh -c 'echo {name} >> $PEBBLE/order; exec sleep 1000'";

    private static string Median(List<TimeSpan> times) => Milliseconds(times.Order().ElementAt(times.Count / 2));

    private static string Milliseconds(TimeSpan time) => PebbleBenchmark.Text(time.TotalMilliseconds);
}
