using Howdah.Engine.Models;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

/// <summary>Charms that mean no good: what they try is refused or bounded, their status says so, and their neighbours don't notice.</summary>
public sealed class HostileCharmsTests
{
    private const string Hostile = "name: hostile\npeers: { own: { interface: peers } }";
    private const string Neighbour = "name: neighbour\npeers: { own: { interface: peers } }";

    [Fact]
    public async Task Databags_and_secrets_of_others_can_not_be_read()
    {
        await using var engine = await StartAsync("");
        await engine.ExecAsync("neighbour/0", "secret-add --label mine password=hunter2-hunter2; relation-set -r own:1 word=ours");
        var secret = engine.Snapshot.Secrets.Keys.Single();
        var other = engine.Snapshot.Relations.Values.Single(relation => relation.EndOf("neighbour") is not null).Id;

        foreach (var (attempt, answer) in new[]
        {
            ($"relation-get -r {other} - neighbour/0", $"ERROR invalid value \"{other}\" for option -r: relation not found\n"),
            ($"relation-get -r own:{other} - neighbour/0", $"ERROR invalid value \"own:{other}\" for option -r: relation not found\n"),
            ($"relation-set -r {other} word=mine", $"ERROR invalid value \"{other}\" for option -r: relation not found\n"),
            ($"secret-get {secret}", "ERROR permission denied\n"),
            ($"secret-get secret:{secret} --label mine --peek", "ERROR permission denied\n"),
            ($"secret-info-get {secret}", $"ERROR secret \"{secret}\" not found\n"),
            ($"secret-set {secret} password=taken", $"ERROR secret \"{secret}\" not found\n"),
            ($"secret-remove {secret}", $"ERROR secret \"{secret}\" not found\n"),
        })
        {
            var task = await engine.ExecAsync("hostile/0", attempt);
            Assert.NotEqual(0, task.ReturnCode);
            Assert.Equal(("", answer), (task.Stdout, task.Stderr));
        }

        Assert.Equal(1, engine.Snapshot.Secrets[secret].Latest);
        Assert.Equal("ours", engine.Snapshot.Relations[other].Members["neighbour/0"].Databag.Values["word"]);
    }

    [Fact]
    public async Task A_flood_of_output_is_bounded_and_leaves_the_lines_of_others()
    {
        await using var engine = await StartAsync("[ $event = config-changed ] && { head -c 30000000 /dev/zero | tr '\\0' x; yes flood | head -c 30000000; }");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await engine.SettleAsync();

        var log = new FileInfo(Path.Combine(engine.Data, "logs", "default.log"));
        Assert.InRange(log.Length, 0, 16 << 20);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20 << 20);
        var lines = await File.ReadAllTextAsync(log.FullName);
        Assert.Contains("what more it logs is left out", lines, StringComparison.Ordinal);
        Assert.Contains("unit-neighbour-0", lines, StringComparison.Ordinal);
        var record = engine.Model.GetHooks("hostile/0").Single(hook => hook.Name == "config-changed");
        Assert.True(record.LeftOut > 0);
        await AssertNeighbourWorksAsync(engine);
    }

    [Fact]
    public async Task A_databag_takes_no_hundred_megabytes()
    {
        await using var engine = await StartAsync("""
            if [ $event = config-changed ]; then
              head -c 100000000 /dev/zero | tr '\0' x > big
              { printf 'word: '; head -c 20000000 big; } | relation-set -r $(relation-ids own) --file - 2> refused && exit 0
              cat refused >&2
              { printf 'word: '; cat big; } | relation-set -r $(relation-ids own) --file -
              exit $?
            fi
            """);
        var model = await engine.WaitAsync("the hook to fail", snapshot => snapshot.Units["hostile/0"].Told.Failure is not null);

        Assert.Equal((WorkloadStatus.Error, "hook failed: \"config-changed\""), (model.Units["hostile/0"].WorkloadShown.Current, model.Units["hostile/0"].WorkloadShown.Message));
        var printed = string.Join('\n', engine.Model.GetHooks("hostile/0").First(hook => hook.Name == "config-changed").Output.Select(line => line.Text));
        Assert.Matches("the databag of \"hostile/0\" in relation 0 would have 2[0-9]{7} characters, more than the 2097152 allowed", printed);
        Assert.Contains("more than the 67108864 that the unit agent takes", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("word", model.Relations.Values.Single(relation => relation.EndOf("hostile") is not null).Members["hostile/0"].Databag.Values.Keys);
        await AssertNeighbourWorksAsync(engine);
    }

    [Fact]
    public async Task A_hook_that_never_ends_is_shown_and_can_be_removed_by_force()
    {
        await using var engine = await StartAsync("[ $event = config-changed ] && { trap '' TERM; sleep 600; }");
        await Deadline.WaitAsync("the hook to run", () => engine.Told("hostile/0").Contains("config-changed"));

        Assert.Equal((AgentStatus.Executing, "running config-changed hook"), (engine.Snapshot.Units["hostile/0"].Agent.Current, engine.Snapshot.Units["hostile/0"].Agent.Message));
        Assert.StartsWith("running config-changed hook for ", engine.Model.Explain("hostile/0").Reasons[0].Text, StringComparison.Ordinal);
        await AssertNeighbourWorksAsync(engine);
        await engine.Model.RemoveApplicationAsync("hostile", destroyStorage: false, force: true, CancellationToken.None);
        await engine.WaitAsync("the application to go", model => !model.Applications.ContainsKey("hostile"));
    }

    [Fact]
    public async Task What_a_hook_leaves_running_is_not_waited_for_and_gets_no_answers()
    {
        await using var engine = await StartAsync("""
            if [ $event = config-changed ]; then
              ( while [ ! -e "$journal.go" ]; do sleep 0.05; done; state-set late=yes 2> "$journal.late"; echo over >> "$journal.late"; exec sleep 600 ) &
              echo $! > "$journal.pid"
            fi
            """);
        await engine.SettleAsync();
        var journal = Path.Combine(Path.GetDirectoryName(engine.Data)!, "journal");
        try
        {
            await File.WriteAllTextAsync($"{journal}.go", "");
            await TestEngine.WaitForFileAsync($"{journal}.late", "over");
            Assert.Contains("the hook that this command belongs to is over", await File.ReadAllTextAsync($"{journal}.late"), StringComparison.Ordinal);
            Assert.DoesNotContain("late", engine.Snapshot.Units["hostile/0"].State.Keys);
            await AssertNeighbourWorksAsync(engine);
        }
        finally
        {
            using var left = System.Diagnostics.Process.GetProcessById(int.Parse(
                await File.ReadAllTextAsync($"{journal}.pid"), System.Globalization.CultureInfo.InvariantCulture));
            left.Kill(entireProcessTree: true);
        }
    }

    private static async Task<TestEngine> StartAsync(string script)
    {
        var engine = await TestEngine.StartAsync();
        engine.AddCharm(Hostile, script);
        engine.AddCharm(Neighbour);
        await engine.DeployAsync("hostile");
        await engine.DeployAsync("neighbour");
        await engine.WaitAsync("the neighbour to start", model => model.Units["neighbour/0"].Told.Started);
        return engine;
    }

    private static async Task AssertNeighbourWorksAsync(TestEngine engine)
    {
        var task = await engine.ExecAsync("neighbour/0", "state-set works=yes; state-get works");
        Assert.Equal((0, "yes\n"), (task.ReturnCode, task.Stdout));
        Assert.Equal("yes", engine.Snapshot.Units["neighbour/0"].State["works"]);
    }
}
