using Howdah.Engine.Models;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Acceptance;

/// <summary>Two units of a charm that does nothing by itself, related to another application; the tests call hook commands in them.</summary>
public sealed class ConformanceEngine : IAsyncLifetime
{
    internal TestEngine Engine { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Engine = await TestEngine.StartAsync();
        Engine.AddCharm(
            """
            name: conform
            peers: { peer: { interface: peers } }
            requires: { anycharm: { interface: any } }
            storage: { data: { type: filesystem, multiple: { range: 1-2 } } }
            resources: { test-file: { type: file, filename: test-file.txt } }
            """,
            "[ $event = start ] && status-set active",
            "options: { string-opt: { type: string, default: hello }, int-opt: { type: int, default: 42 } }",
            "noop: {}");
        Engine.AddCharm("name: other\nprovides: { any: { interface: any } }", "status-set active");
        var file = Path.Combine(Engine.Charms, "test-file.txt");
        await File.WriteAllTextAsync(file, "content");
        await Engine.Model.DeployAsync(
            new DeployRequest("conform")
            {
                Units = 2, Resources = new Dictionary<string, string>(StringComparer.Ordinal) { ["test-file"] = file },
            },
            CancellationToken.None);
        await Engine.DeployAsync("other");
        await Engine.Model.AddRelationAsync("conform", "other", CancellationToken.None);
        await Engine.SettleAsync();
    }

    public async Task DisposeAsync() => await Engine.DisposeAsync();

    /// <summary>Runs shell lines in a unit's hook context, which must succeed.</summary>
    /// <returns>What they print, without the last line break.</returns>
    internal async Task<string> DoAsync(string unit, string lines)
    {
        var task = await Engine.ExecAsync(unit, $"set -e\n{lines}");
        Assert.True(task.ReturnCode == 0, $"{lines}\n{task.ReturnCode}: {task.Stderr}");
        return task.Stdout.TrimEnd('\n');
    }

    internal UnitRecord Unit(string name) => Engine.Snapshot.Units[name];
}
