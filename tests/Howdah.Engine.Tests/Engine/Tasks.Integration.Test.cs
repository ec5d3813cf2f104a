using System.Text.Json.Nodes;
using Howdah.Engine.Models;
using Howdah.Engine.Tests.Harness;
using TaskStatus = Howdah.Engine.Models.TaskStatus;

namespace Howdah.Engine.Tests.Engine;

public sealed class TasksTests
{
    private const string Actions = """
        backup:
          description: Makes a backup
          params:
            kind: { type: string, enum: [full, incr], default: full }
            level: { type: integer, minimum: 1 }
          required: [level]
          additionalProperties: false
        fail: {}
        crash: {}
        """;

    private const string Script = """
        case $event in
          backup) action-log "starting $(action-get kind)"; action-set backup.id=b1 level=$(action-get level); echo printed ;;
          fail) action-set partial=yes; action-fail "no space" ;;
          crash) state-set x=y; echo trouble >&2; exit 3 ;;
        esac
        """;

    [Fact]
    [Trait("Acceptance", "32")]
    [Trait("Acceptance", "33")]
    public async Task An_action_gets_its_parameters_and_gives_its_results()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: box", Script, actions: Actions);
        await engine.DeployAsync("box");
        await engine.SettleAsync();

        var task = await engine.RunAsync("box/leader", "backup", new JsonObject { ["level"] = 3 });
        Assert.Equal((TaskStatus.Completed, 0, "printed\n"), (task.Status, task.ReturnCode, task.Stdout));
        Assert.Equal("""{"backup":{"id":"b1"},"level":"3"}""", task.Results?.GetRawText());
        Assert.Equal("starting full", task.Log.Single().Text);

        var failed = await engine.RunAsync("box/0", "fail");
        Assert.Equal((TaskStatus.Failed, "no space", "yes"), (failed.Status, failed.Message, failed.Results?.GetProperty("partial").GetString()));

        var crashed = await engine.RunAsync("box/0", "crash");
        Assert.Equal((TaskStatus.Failed, "exit status 3", 3, "trouble\n"), (crashed.Status, crashed.Message, crashed.ReturnCode, crashed.Stderr));
        Assert.Empty(engine.Snapshot.Units["box/0"].State);
        Assert.Null(engine.Snapshot.Units["box/0"].Told.Failure);
    }

    [Fact]
    [Trait("Acceptance", "73")]
    public async Task Requests_that_make_no_sense_are_refused_before_anything_runs()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: box", Script, actions: Actions);
        await engine.DeployAsync("box");
        await engine.SettleAsync();

        async Task RefusedAsync(string unit, string action, JsonObject parameters, string message) => Assert.Equal(message, (await
            Assert.ThrowsAsync<EngineException>(() => engine.Model.RunActionAsync([unit], action, parameters, CancellationToken.None))).Message);

        await RefusedAsync("box/9", "backup", [], "unit \"box/9\" not found");
        await RefusedAsync("box/0", "dance", [], "action \"dance\" not defined for unit \"box/0\"");
        await RefusedAsync("box/0", "backup", [], "validation failed: (root) : \"level\" property is missing and required");
        await RefusedAsync("box/0", "backup", new JsonObject { ["level"] = "x" }, "validation failed: level : must be of type integer, given \"x\"");
        await RefusedAsync("box/0", "backup", new JsonObject { ["level"] = 1, ["a"] = 1 },
            "validation failed: (root) : additional property \"a\" is not allowed");
        Assert.Empty(engine.Snapshot.Tasks);
    }

    [Fact]
    [Trait("Acceptance", "72")]
    public async Task A_command_runs_in_a_hook_context()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: box\npeers: { peer: { interface: p } }");
        await engine.DeployAsync("box");
        await engine.SettleAsync();

        var task = await engine.ExecAsync("box/0", "relation-ids peer; state-set a=b; printf 'x\\377'  >&2");
        Assert.Equal((TaskStatus.Completed, "peer:0\n", true, "eP8="), (task.Status, task.Stdout, task.StderrIsBase64, task.Stderr));
        Assert.Equal("b", engine.Snapshot.Units["box/0"].State["a"]);

        var failed = await engine.ExecAsync("box/0", "state-set a=c; exit 5");
        Assert.Equal((TaskStatus.Completed, 5), (failed.Status, failed.ReturnCode));
        Assert.Equal("b", engine.Snapshot.Units["box/0"].State["a"]);
    }
}
