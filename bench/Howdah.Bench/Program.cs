using Howdah.Bench;
using Howdah.Bench.Pebble;

var benchmarks = new Dictionary<string, Func<Task<Report>>>(StringComparer.Ordinal)
{
    ["deploy"] = DeployBenchmark.RunAsync,
    ["failover"] = FailoverBenchmark.RunAsync,
    ["clients"] = ClientsBenchmark.RunAsync,
    ["planned"] = PlannedBenchmark.RunAsync,
    ["pooler"] = PoolerBenchmark.RunAsync,
    ["idle"] = IdleBenchmark.RunAsync,
    ["hooks"] = HooksBenchmark.RunAsync,
    ["scale"] = ScaleBenchmark.RunAsync,
    ["pebble"] = PebbleBenchmark.RunAsync,
};
var chosen = args.Length == 0 ? [.. benchmarks.Keys] : args;
if (chosen.FirstOrDefault(name => !benchmarks.ContainsKey(name)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"ERROR unknown benchmark \"{unknown}\"; there are: {string.Join(", ", benchmarks.Keys)}");
    return 2;
}

foreach (var name in chosen)
{
    var report = await benchmarks[name]();
    await report.SaveAsync(name);
    Console.WriteLine(report.Text);
}

return 0;
