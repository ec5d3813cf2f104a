using Howdah.Engine.Models;
using Howdah.Engine.Substrates;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

public sealed class HooksTests
{
    private const string Charm = """
        name: box
        containers: { work: { resource: image } }
        resources: { image: { type: oci-image } }
        peers: { peer: { interface: peers } }
        """;

    private const string Config = """
        options:
          size: { type: int, default: 1 }
          name: { type: string, default: "" }
        """;

    [Fact]
    [Trait("Acceptance", "58")]
    [Trait("Acceptance", "59")]
    public async Task A_hook_that_fails_leaves_no_trace_but_its_status_and_is_run_again()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Charm, """
            if [ $event = config-changed ]; then
              relation-set -r $(relation-ids peer) seen=yes
              state-set seen=yes
              status-set maintenance trying
              [ -e "$JUJU_CHARM_DIR/fixed" ] || exit 1
            fi
            """);
        await engine.DeployAsync("box");
        var model = await engine.WaitAsync("the hook to fail", snapshot => snapshot.Units["box/0"].Told.Failure is not null);

        var unit = model.Units["box/0"];
        Assert.Equal((WorkloadStatus.Error, "hook failed: \"config-changed\""), (unit.WorkloadShown.Current, unit.WorkloadShown.Message));
        Assert.Equal("trying", unit.Workload.Message);
        Assert.Empty(unit.State);
        Assert.DoesNotContain("seen", model.Relations.Values.Single().Members["box/0"].Databag.Values.Keys);

        await engine.WaitAsync("a second attempt", snapshot => snapshot.Units["box/0"].Told.Failure?.Attempts > 1);
        await engine.ExecAsync("box/0", "touch $JUJU_CHARM_DIR/fixed");
        model = await engine.SettleAsync();
        Assert.Equal("yes", model.Units["box/0"].State["seen"]);
        Assert.Equal("yes", model.Relations.Values.Single().Members["box/0"].Databag.Values["seen"]);
    }

    [Fact]
    [Trait("Acceptance", "58")]
    public async Task A_failed_hook_can_be_skipped()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Charm, "[ $event = install ] && exit 1");
        await engine.Model.SetModelConfigAsync(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["automatically-retry-hooks"] = "false" }, CancellationToken.None);
        await engine.DeployAsync("box");
        var model = await engine.WaitAsync("the hook to fail", snapshot => snapshot.Units["box/0"].Told.Failure is not null);
        Assert.Null(model.Units["box/0"].Told.Failure!.RetryAt);

        await engine.Model.ResolvedAsync("box/0", retry: false, CancellationToken.None);
        await engine.SettleAsync();
        Assert.Single(engine.Told("box/0"), "install");
        var error = await Assert.ThrowsAsync<EngineException>(() => engine.Model.ResolvedAsync("box/0", retry: true, CancellationToken.None));
        Assert.Equal("unit \"box/0\" is not in an error state", error.Message);
    }

    [Fact]
    public async Task A_change_of_configuration_is_told_when_it_is_one()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Charm, "[ $event = config-changed ] && echo \"$unit size $(config-get size)\" >> \"$journal\"", Config);
        await engine.DeployAsync("box");
        await engine.SettleAsync();
        engine.ForgetTold();

        await engine.Model.SetConfigAsync("box", new Dictionary<string, string>(StringComparer.Ordinal) { ["size"] = "1" }, [], CancellationToken.None);
        await engine.SettleAsync();
        Assert.Empty(engine.Told("box/0"));
        await engine.Model.SetConfigAsync("box", new Dictionary<string, string>(StringComparer.Ordinal) { ["size"] = "7" }, [], CancellationToken.None);
        await engine.SettleAsync();
        Assert.Equal(["config-changed", "size 7"], engine.Told("box/0"));
        var wrong = await Assert.ThrowsAsync<EngineException>(() => engine.Model.SetConfigAsync(
            "box", new Dictionary<string, string>(StringComparer.Ordinal) { ["size"] = "big" }, [], CancellationToken.None));
        Assert.Equal("option \"size\" expected int, got \"big\"", wrong.Message);
        var unknown = await Assert.ThrowsAsync<EngineException>(() => engine.Model.SetConfigAsync("box", new Dictionary<string, string>(StringComparer.Ordinal), ["colour"], CancellationToken.None));
        Assert.Equal("unknown option \"colour\"", unknown.Message);
    }

    [Fact]
    [Trait("Acceptance", "66")]
    public async Task What_happens_in_a_container_is_told()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Charm);
        await engine.DeployAsync("box");
        await engine.SettleAsync();
        await Deadline.WaitAsync("pebble-ready", () => engine.Told("box/0").Contains("work-pebble-ready"));
        engine.ForgetTold();

        engine.Substrate.Happen("box/0", new ContainerEvent.CustomNotice("work", "1", "custom", "example.com/done"));
        await Deadline.WaitAsync("the notice", () => engine.Told("box/0").Count > 0);
        engine.Substrate.Happen("box/0", new ContainerEvent.CheckFailed("work", "alive"));
        engine.Substrate.Happen("box/0", new ContainerEvent.CheckRecovered("work", "alive"));
        engine.Substrate.Kill("box/0", "work");
        await Deadline.WaitAsync("the container to be back", () => engine.Told("box/0").Contains("work-pebble-ready"));

        Assert.Equal("work-pebble-custom-notice example.com/done", engine.Told("box/0")[0]);
        Assert.Single(engine.Told("box/0"), "work-pebble-ready");
    }

    [Fact]
    [Trait("Acceptance", "53")]
    public async Task What_a_hook_prints_is_in_the_debug_log()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Charm, """[ $event = install ] && { echo out; echo err >&2; juju-log -l INFO -- "-[log]"; }""");
        await engine.DeployAsync("box");
        await engine.SettleAsync();

        var lines = new List<LogEntry>();
        await foreach (var line in engine.Model.ReadLogAsync(new LogQuery { Include = ["box/0"] }, CancellationToken.None))
        {
            lines.Add(line);
        }

        Assert.Contains(lines, line => line is { Level: "DEBUG", Module: "unit.box/0.install", Text: "out", Entity: "unit-box-0" });
        Assert.Contains(lines, line => line is { Level: "WARNING", Module: "unit.box/0.install", Text: "err" });
        Assert.Contains(lines, line => line is { Level: "INFO", Module: "unit.box/0.juju-log", Text: "-[log]" });
        Assert.Contains(lines, line => line.Text == "ran \"install\" hook (via hook dispatching script: dispatch)");
    }

    [Fact]
    public async Task Units_that_are_scaled_away_go_with_the_highest_numbers_first_and_leave_their_storage()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: store\nstorage: { data: { type: filesystem } }");
        await engine.DeployAsync("store", 3);
        await engine.SettleAsync();

        await engine.Model.ScaleAsync("store", 1, CancellationToken.None);
        var model = await engine.WaitAsync("two units to go", snapshot => snapshot.Units.Count == 1);
        Assert.Equal("store/0", model.Units.Keys.Single());
        Assert.Equal(2, model.Storages.Values.Count(storage => storage.Unit is null));
        Assert.Equal(["data-storage-detaching data/2", "stop", "remove"], engine.Told("store/2")[^3..]);
        var error = await Assert.ThrowsAsync<EngineException>(() => engine.Model.ScaleAsync("store", -1, CancellationToken.None));
        Assert.Equal(EngineErrorKind.Invalid, error.Kind);

        await engine.Model.AddUnitsAsync("store", 1, [], CancellationToken.None);
        Assert.Contains("store/3", engine.Snapshot.Units.Keys);
        await engine.Model.RemoveApplicationAsync("store", destroyStorage: true, force: true, CancellationToken.None);
        await engine.WaitAsync("the application to go", snapshot => snapshot.Applications.IsEmpty);
        Assert.Contains("data/0", engine.Substrate.RemovedStorage);
    }

    [Fact]
    public async Task A_place_that_refuses_a_unit_is_shown_and_tried_again()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Charm);
        engine.Substrate.Refusal = "no bubblewrap; install it with: apt-get install bubblewrap";
        await engine.DeployAsync("box");
        var model = await engine.WaitAsync("the refusal", snapshot => snapshot.Units["box/0"].Agent.Current == AgentStatus.Failed);
        Assert.Equal(engine.Substrate.Refusal, model.Units["box/0"].Agent.Message);

        engine.Substrate.Refusal = null;
        await engine.SettleAsync();
    }
}
