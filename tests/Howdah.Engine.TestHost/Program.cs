using System.Globalization;
using System.Text.Json;
using Howdah.Engine;
using Howdah.Engine.Models;
using Howdah.Engine.Store;
using Howdah.Engine.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;

// An engine in a process of its own, so that a test can kill it: FOLDER HOOK-TOOL, and requests on standard input, a line each.
//   set N     sets the option "round" of the application
//   await N   answers with the states of all units, as JSON, when all of them have seen round N of themselves and of each other
const string Application = "faulty";
var (folder, hookTool) = (args[0], args[1]);
var data = Path.Combine(folder, "data");
Directory.CreateDirectory(data);
await using var controller = await Controller.OpenAsync(
    SqliteDocumentStore.Open(Path.Combine(data, "howdah.db")),
    new ProcessSubstrate(Path.Combine(folder, "place"), hookTool),
    new ControllerOptions(data, Path.Combine(folder, "charms")) { RetryFirst = TimeSpan.FromMilliseconds(50), RetryMost = TimeSpan.FromMilliseconds(200) },
    TimeProvider.System,
    NullLoggerFactory.Instance,
    CancellationToken.None);
var model = controller.Models.Count > 0 ? controller.Models[0] : await controller.AddModelAsync("default", CancellationToken.None);
if (!model.Snapshot.Applications.ContainsKey(Application))
{
    await model.DeployAsync(new DeployRequest(Application) { Units = 2 }, CancellationToken.None);
}

Console.WriteLine("ready");
while (Console.ReadLine() is { } line)
{
    var (request, round) = (line.Split(' ')[0], line.Split(' ')[1]);
    if (request == "set")
    {
        await model.SetConfigAsync(
            Application, new Dictionary<string, string>(StringComparer.Ordinal) { ["round"] = round }, [], CancellationToken.None);
        Console.WriteLine("set");
        continue;
    }

    await foreach (var snapshot in model.WatchAsync(CancellationToken.None))
    {
        if (snapshot.Units.Values.All(unit => HasSeen(unit, round)))
        {
            Console.WriteLine(JsonSerializer.Serialize(snapshot.Units.Values.ToDictionary(
                unit => unit.Name,
                unit => new Dictionary<string, string>(unit.State, StringComparer.Ordinal)
                {
                    ["bag"] = string.Join(' ', snapshot.Relations.Values.Single().Members[unit.Name].Databag.Values
                        .Where(pair => pair.Key.Length == 1).Select(pair => $"{pair.Key}={pair.Value}")),
                    ["records"] = model.GetHooks(unit.Name).Count.ToString(CultureInfo.InvariantCulture),
                },
                StringComparer.Ordinal)));
            break;
        }
    }
}

static bool HasSeen(UnitRecord unit, string round) =>
    unit.Agent.Current == AgentStatus.Idle && unit.Told.Failure is null
    && unit.State.GetValueOrDefault("round") == round && unit.State.GetValueOrDefault("peer") == round;
