using Howdah.Engine.Journal;
using Howdah.Engine.Replay;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Replay;

/// <summary>Hooks that are run again, on a whole engine.</summary>
public sealed class HookReplayTests
{
    private const string Charm = "name: box\npeers: { peer: { interface: peers } }";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_failed_hook_fails_again_as_it_did_whatever_the_model_has_become_and_changes_nothing()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(
            Charm,
            """
            if [ $event = config-changed ]; then
              size=$(config-get size); echo "size $size" >&2
              relation-set -r $(relation-ids peer) size=$size
              state-set size=$size
              [ $size -lt 5 ] || { status-set blocked "size $size is too much"; exit 7; }
            fi
            """,
            "options: { size: { type: int, default: 9 } }");
        await engine.DeployAsync("box");
        await engine.WaitAsync("the hook to fail", model => model.Units["box/0"].Told.Failure is not null);
        var failed = engine.Model.GetHooks("box/0").First(hook => hook.Outcome == HookOutcome.Failed);
        await engine.Model.SetConfigAsync(
            "box", new Dictionary<string, string>(StringComparer.Ordinal) { ["size"] = "2" }, [], CancellationToken.None);
        await engine.SettleAsync();
        var before = engine.Snapshot;

        var replay = await engine.Model.ReplayAsync("box/0", failed.Id, null, Limit, CancellationToken.None);

        Assert.Empty(replay.Calls);
        Assert.Empty(replay.Output);
        Assert.Equal((7, true), (replay.ExitCode, replay.IsSame));
        Assert.Equal(before.Units["box/0"].State, engine.Snapshot.Units["box/0"].State);
        Assert.Equal(before.Units["box/0"].Workload, engine.Snapshot.Units["box/0"].Workload);
        Assert.Equal(before.Relations[0].Members["box/0"].Databag, engine.Snapshot.Relations[0].Members["box/0"].Databag);
        Assert.False(Directory.Exists(Path.Combine(engine.Data, "replays")));
    }

    [Fact]
    public async Task Another_charm_on_the_same_record_shows_what_it_would_have_done()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Charm, "[ $event = install ] && { config-get; status-set blocked broken; exit 1; }");
        await engine.DeployAsync("box");
        await engine.WaitAsync("the hook to fail", model => model.Units["box/0"].Told.Failure is not null);
        engine.AddCharm(Charm, "[ $event = install ] && { config-get; status-set active; relation-ids peer; exit 0; }");

        var replay = await engine.Model.ReplayAsync("box/0", 1, Path.Combine(engine.Charms, "box"), Limit, CancellationToken.None);

        Assert.Equal((0, false), (replay.ExitCode, replay.IsSame));
        Assert.Equal(
            [
                new ReplayLine('-', "status-set blocked broken"), new ReplayLine('+', "status-set active"),
                new ReplayLine('+', "relation-ids peer  (exit code 1)"),
            ],
            replay.Calls);
        Assert.Contains(replay.Output, line => line is { Sign: '+', Text: "ERROR the recorded hook did not call: relation-ids peer" });
    }

    [Fact]
    public async Task A_charm_gets_its_secrets_back_and_what_it_makes_up_anew_is_no_difference()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Charm, """
            if [ $event = install ]; then
              password=$(head -c 9 /proc/sys/kernel/random/uuid | tr -d -)-$RANDOM$RANDOM$RANDOM
              id=$(secret-add --label creds password=$password)
              state-set password=$password
            fi
            if [ $event = start ]; then
              password=$(secret-get --label creds password)
              case $password in *secret*) exit 9 ;; esac
              state-set "again=$password"
            fi
            """);
        await engine.DeployAsync("box");
        await engine.SettleAsync();

        foreach (var hook in engine.Model.GetHooks("box/0").Where(hook => hook.Name is "install" or "start"))
        {
            var replay = await engine.Model.ReplayAsync("box/0", hook.Id, null, Limit, CancellationToken.None);
            Assert.Empty(replay.Calls);
            Assert.True(replay.IsSame);
        }
    }

    [Fact]
    public async Task A_charm_written_with_Ops_goes_the_same_way_again()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: database\nprovides: { database: { interface: postgresql_client } }", OpsCharm.Script);
        engine.AddCharm("name: client\nrequires: { database: { interface: postgresql_client } }", OpsCharm.Script);
        await engine.DeployAsync("database");
        await engine.DeployAsync("client");
        await engine.Model.AddRelationAsync("client", "database", CancellationToken.None);
        await engine.WaitAsync("the client to have its database", model =>
            model.Units.GetValueOrDefault("client/0")?.WorkloadShown.Message.EndsWith("primary:5432", StringComparison.Ordinal) == true);
        await engine.SettleAsync();

        foreach (var unit in new[] { "client/0", "database/0" })
        {
            foreach (var hook in engine.Model.GetHooks(unit).Where(hook => hook.Name.EndsWith("changed", StringComparison.Ordinal)))
            {
                var replay = await engine.Model.ReplayAsync(unit, hook.Id, null, Limit, CancellationToken.None);
                Assert.True(replay.IsSame, $"{unit} {hook.Name}: {string.Join('\n', replay.Calls.Concat(replay.Output))}");
            }
        }
    }

    [Fact]
    public async Task What_can_not_be_replayed_says_why()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Charm, "[ $event = start ] && { touch $journal.waiting; sleep 600; }");
        await engine.DeployAsync("box");
        await engine.WaitAsync("start to run", _ => File.Exists(Path.Combine(Path.GetDirectoryName(engine.Data)!, "journal.waiting")));
        var running = engine.Model.GetHooks("box/0")[^1].Id;
        var first = engine.Model.GetHooks("box/0")[0].Id;

        async Task<string> RefusalAsync(int id, string? charm) =>
            (await Assert.ThrowsAsync<EngineException>(() => engine.Model.ReplayAsync("box/0", id, charm, Limit, CancellationToken.None))).Message;
        Assert.EndsWith("still runs; replay it when it has ended", await RefusalAsync(running, null), StringComparison.Ordinal);
        Assert.Equal("there is no folder \"/nowhere\"", await RefusalAsync(first, "/nowhere"));
        Assert.Contains("has no record of a hook 999", await RefusalAsync(999, null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_that_does_not_end_is_ended()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Charm);
        await engine.DeployAsync("box");
        await engine.SettleAsync();
        engine.AddCharm(Charm, "sleep 600");

        var replay = await engine.Model.ReplayAsync(
            "box/0", 1, Path.Combine(engine.Charms, "box"), TimeSpan.FromMilliseconds(300), CancellationToken.None);
        Assert.Null(replay.ExitCode);
        Assert.False(replay.IsSame);
    }
}
