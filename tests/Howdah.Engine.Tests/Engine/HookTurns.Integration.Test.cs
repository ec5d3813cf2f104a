using Howdah.Engine.Models;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

public sealed class HookTurnsTests
{
    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task No_more_units_run_hooks_at_once_than_are_allowed()
    {
        await using var engine = await StartAsync(unitsAtOnce: 2);
        var running = Directory.CreateDirectory(Path.Combine(engine.Charms, "running")).FullName;
        engine.AddCharm("name: herd", $"""
            touch {running}/$$
            sleep 0.1
            echo "$unit beside $(ls {running} | wc -l)" >> "$journal"
            rm {running}/$$
            """);
        await engine.DeployAsync("herd", 6);
        var model = await engine.SettleAsync();

        var beside = model.Units.Keys.SelectMany(engine.Told)
            .Where(line => line.StartsWith("beside ", StringComparison.Ordinal)).Select(line => int.Parse(line["beside ".Length..])).ToList();
        Assert.InRange(beside.Count, 18, int.MaxValue);
        Assert.Equal(2, beside.Max());
    }

    [Fact]
    public async Task Hooks_that_hang_hold_up_the_others_only_for_a_while()
    {
        await using var engine = await StartAsync(unitsAtOnce: 1);
        var go = Path.Combine(engine.Charms, "go");
        engine.AddCharm("name: stuck", $"""
            if [ "$event" = start ]; then while [ ! -e {go} ]; do sleep 0.05; done; fi
            """);
        engine.AddCharm("name: other");
        await engine.DeployAsync("stuck");
        await engine.WaitAsync("it to hang", model => model.Units.Values.Any(unit => unit.Agent.Message.Contains("start", StringComparison.Ordinal)));
        await engine.DeployAsync("other");
        await engine.WaitAsync("a place for the other", model => model.Units.GetValueOrDefault("other/0") is { Address.Length: > 0 });
        Assert.Empty(engine.Told("other/0"));

        using var clock = new Timer(_ => engine.Time.Advance(Longer), null, TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(0.3));
        await engine.WaitAsync("the other to start", model => model.Units["other/0"].Told.Started);
        Assert.False(engine.Snapshot.Units["stuck/0"].Told.Started);

        await File.WriteAllTextAsync(go, "");
        await engine.WaitAsync("both to start", model => model.Units.Values.All(unit => unit.Told.Started));
    }

    private static async Task<TestEngine> StartAsync(int unitsAtOnce)
    {
        var engine = TestEngine.Create();
        engine.UnitsAtOnce = unitsAtOnce;
        await engine.OpenAsync();
        await engine.Controller.AddModelAsync("default", CancellationToken.None);
        return engine;
    }
}
