// Run as another user by a test: brings up a unit with the substrate, tells what it is like inside, and removes it.
using Howdah.Engine.Substrates;
using Howdah.Substrate.Machine;

var (data, charm, pebble, hookTool) = (args[0], args[1], args[2], args[3]);
await using var substrate = MachineSubstrate.Open(new MachineOptions(data, pebble, hookTool));
var unit = new UnitSpec(
    "default",
    "probe/0",
    charm,
    "1",
    Path.Combine(data, "agents", "probe-0"),
    ["status-set"],
    null,
    [new ContainerSpec("work", null, null, [new MountSpec("data/0", "/var/lib/work")])],
    [new StorageSpec("data/0", "/storage/data")]);
var place = await substrate.EnsureUnitAsync(unit, default);
Console.WriteLine($"address {place.Address}");
foreach (var script in args[4..])
{
    await using var process = await substrate.ExecAsync("default", "probe/0", "work", new ExecSpec(["/bin/sh", "-c", script]), default);
    await process.StandardInput.DisposeAsync();
    using var output = new StreamReader(process.StandardOutput);
    using var error = new StreamReader(process.StandardError);
    Console.Write(await output.ReadToEndAsync());
    Console.Write(await error.ReadToEndAsync());
    Console.WriteLine($"exit {await process.ExitCode}");
}

await substrate.RemoveUnitAsync("default", "probe/0", default);
await substrate.RemoveStorageAsync("default", "data/0", default);
Console.WriteLine("removed");
