using System.Globalization;
using Howdah.Engine.Journal;
using Howdah.Engine.Models;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Journal;

/// <summary>What is kept of hooks, on a whole engine.</summary>
public sealed class JournalTests
{
    private const string Charm = """
        name: box
        peers: { peer: { interface: peers } }
        """;

    [Fact]
    public async Task A_hook_is_kept_with_what_it_was_given_asked_wrote_and_printed()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(
            Charm,
            """
            if [ $event = config-changed ]; then
              echo "size is $(config-get size)"
              printf 'seen: "yes"' | relation-set -r $(relation-ids peer) --file -
              state-set "size=$(config-get size)"
              status-set active ready
            fi
            """,
            "options: { size: { type: int, default: 3 } }");
        await engine.DeployAsync("box");
        await engine.SettleAsync();

        var hook = engine.Model.GetHooks("box/leader").Single(record => record.Name == "config-changed");
        Assert.Equal((HookOutcome.Succeeded, 0, 1), (hook.Outcome, hook.ExitCode, hook.Attempt));
        Assert.Equal(("hooks/config-changed", "box/0"), (hook.DispatchPath, hook.Environment["JUJU_UNIT_NAME"]));
        Assert.True(hook.Ended > hook.Started);
        Assert.Equal(["config-get", "relation-ids", "relation-set", "config-get", "state-set", "status-set"], hook.Calls.Select(call => call.Command));
        Assert.Equal(("3\n", 0), (hook.Calls[0].Output, hook.Calls[0].ExitCode));
        Assert.Equal("seen: \"yes\"", hook.Calls[2].Input);
        Assert.Equal([new RecordedLine("stdout", "size is 3")], hook.Output);
        Assert.Contains(new RecordedWrite("relation peer:0 unit", "seen", null, "yes"), hook.Writes);
        Assert.Contains(new RecordedWrite("state", "size", null, "3"), hook.Writes);
        Assert.Contains(hook.Writes, write => write is { What: "status", Key: "unit", After: "active ready" });
        Assert.Equal(hook.Id, engine.Model.GetHook("box/0", hook.Id).Id);
    }

    [Fact]
    public async Task Commands_of_a_hook_that_write_into_one_file_write_after_each_other()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(
            Charm,
            """
            if [ $event = config-changed ]; then
              { config-get size; is-leader; config-get size; } > both
              cat both
            fi
            """,
            "options: { size: { type: int, default: 3 } }");
        await engine.DeployAsync("box");
        await engine.SettleAsync();

        var hook = engine.Model.GetHooks("box/leader").Single(record => record.Name == "config-changed");
        Assert.Equal(["3", "True", "3"], hook.Output.Select(line => line.Text));
    }

    [Fact]
    public async Task A_failed_hook_is_kept_with_its_reason_and_what_was_thrown_away()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Charm, "[ $event = install ] && { state-set a=b; relation-get -r 99 x; echo no >&2; exit 3; }");
        await engine.DeployAsync("box");
        await engine.WaitAsync("a second failure", model => model.Units["box/0"].Told.Failure?.Attempts > 1);

        var hooks = engine.Model.GetHooks("box/0");
        Assert.Equal((HookOutcome.Failed, 3, "exit status 3"), (hooks[0].Outcome, hooks[0].ExitCode, hooks[0].Message));
        Assert.Equal([new RecordedWrite("state", "a", null, "b")], hooks[0].Writes.Where(write => write.What == "state"));
        Assert.Equal(2, hooks[0].Calls[1].ExitCode);
        Assert.Contains("relation not found", hooks[0].Calls[1].Error, StringComparison.Ordinal);
        Assert.Equal((1, 2), (hooks[0].Attempt, hooks[1].Attempt));
        var error = Assert.Throws<EngineException>(() => engine.Model.GetHook("box/0", 4711));
        Assert.Contains("has no record of a hook 4711", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_a_secret_says_is_in_the_journal()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Charm, """
            if [ $event = install ]; then
              printf 'first line of key\nsecond line of key' > key
              id=$(secret-add --label creds password=hunter2-hunter2 pin=12 private#file=key)
              state-set password=hunter2-hunter2 json='{"key":"first line of key\nsecond line of key"}'
              echo "the password is hunter2-hunter2"; cat key
              secret-get --label creds; secret-get --label creds pin; secret-get --label creds password#base64
              juju-log "it is $(printf hunter2-hunter2 | base64)"
            fi
            """);
        await engine.DeployAsync("box");
        await engine.SettleAsync();

        var kept = string.Concat(Directory.EnumerateFiles(Path.Combine(engine.Data, "journal"), "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        foreach (var said in new[] { "hunter2", "aHVudGVyMi1odW50ZXIy", "first line of key", "second line of key", "pin: 12", "pin=12" })
        {
            Assert.DoesNotContain(said, kept, StringComparison.Ordinal);
        }

        var id = engine.Snapshot.Secrets.Keys.Single();
        var hook = engine.Model.GetHooks("box/0").Single(record => record.Name == "install");
        Assert.Contains(hook.Output, line => line.Text == $"the password is <secret:{id}/1/password>");
        Assert.Equal($"<secret:{id}/1/pin>\n", hook.Calls.Single(call => call.Arguments is ["--label", "creds", "pin"]).Output);
        Assert.Contains("password=<secret>", hook.Calls.Single(call => call.Command == "secret-add").Arguments);
        Assert.Contains(hook.Writes, write => write.What == $"secret:{id}" && write is { Key: "revision", Before: null, After: "1" });
    }

    [Fact]
    public async Task Actions_and_commands_are_kept_too_and_a_unit_takes_its_records_with_it()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Charm, "[ $event = greet ] && action-set text=hello", actions: "greet: {}");
        await engine.DeployAsync("box");
        await engine.SettleAsync();
        await engine.RunAsync("box/0", "greet");
        await engine.ExecAsync("box/0", "echo done; exit 4");
        await engine.SettleAsync();

        var hooks = engine.Model.GetHooks("box/0");
        Assert.Equal(("greet", "actions/greet", HookOutcome.Succeeded), (hooks[^2].Name, hooks[^2].DispatchPath, hooks[^2].Outcome));
        Assert.Equal(("juju-exec", "echo done; exit 4", 4), (hooks[^1].Name, hooks[^1].Command, hooks[^1].ExitCode));
        await engine.Model.RemoveApplicationAsync("box", destroyStorage: false, force: false, CancellationToken.None);
        await engine.WaitAsync("the application to go", model => model.Applications.IsEmpty);
        await engine.Controller.DestroyModelAsync("default", destroyStorage: true, force: false, CancellationToken.None);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(engine.Data, "journal")));
    }

    [Fact]
    public async Task A_hook_under_which_the_engine_dies_is_kept_as_interrupted()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Charm, "[ $event = install ] && [ ! -e $journal.gone ] && { touch $journal.gone; sleep 600; }");
        await engine.DeployAsync("box");
        await Deadline.WaitAsync("the hook to run", () => engine.Told("box/0").Count > 0);
        Assert.Equal(HookOutcome.Running, engine.Model.GetHooks("box/0").Single().Outcome);

        await engine.StopAsync();
        await engine.OpenAsync();
        await engine.SettleAsync();
        var installs = engine.Model.GetHooks("box/0").Where(record => record.Name == "install").ToList();
        Assert.Equal([HookOutcome.Interrupted, HookOutcome.Succeeded], installs.Select(record => record.Outcome));
        Assert.Equal("1,2", string.Join(',', installs.Select(record => record.Id.ToString(CultureInfo.InvariantCulture))));
    }
}
