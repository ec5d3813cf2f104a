using Howdah.Engine.Bundles;
using Howdah.Engine.Models;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

public sealed class ModelsTests
{
    private const string Bundle = """
        applications:
          server: { charm: server, scale: 2, options: { size: 3 } }
          client: { charm: client, scale: 1 }
        relations: [[server, client]]
        """;

    private const string Server = "name: server\nprovides: { db: { interface: sql } }\nstorage: { data: { type: filesystem } }";

    private const string Client = "name: client\nrequires: { database: { interface: sql } }";

    private const string Config = "options: { size: { type: int, default: 1 } }";

    [Fact]
    [Trait("Acceptance", "76")]
    public async Task A_bundle_is_deployed_and_deploying_it_again_changes_nothing()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Server, config: Config);
        engine.AddCharm(Client);
        var steps = await DeployAsync(engine, Bundle);
        Assert.Equal(
            [
                "- deploy application server with 2 units of charm server", "- deploy application client with 1 unit of charm client",
                "- add relation server:db - client:database",
            ],
            steps);
        await engine.SettleAsync();
        engine.ForgetTold();

        Assert.Empty(await DeployAsync(engine, Bundle));
        Assert.Equal(
            ["- set options of server", "- scale server to 3 units"],
            await DeployAsync(engine, Bundle.Replace("scale: 2, options: { size: 3 }", "scale: 3, options: { size: 4 }", StringComparison.Ordinal)));
        await engine.SettleAsync();
        Assert.Equal(["config-changed"], engine.Told("server/0"));
        Assert.Equal(("4", "user"), engine.Model.GetConfig("server").Select(entry => (entry.Value!.ToJsonString(), entry.Source)).Single());
    }

    [Theory]
    [InlineData("applications: { a: { charm: server }, b: { charm: nothing } }", "charm \"nothing\" not found; give a path")]
    [InlineData("applications: { a: { charm: server, options: { colour: red } } }", "unknown option \"colour\"")]
    [InlineData("applications: { a: { charm: server, options: { size: red } } }", "option \"size\" expected int, got \"red\"")]
    [InlineData("applications: { a: { charm: server }, b: { charm: client } }\nrelations: [[a:x, b]]", "application \"a\" has no \"x\" relation")]
    [InlineData("applications: { a: { charm: server }, b: { charm: server } }\nrelations: [[a, b]]", "no relations found")]
    [InlineData("applications: { a: { charm: server, storage: { data: 5 } } }", "charm \"server\" store \"data\": 1 to 1 instances required, 5 specified")]
    public async Task A_bundle_that_is_refused_leaves_nothing_behind(string text, string message)
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Server, config: Config);
        engine.AddCharm(Client);
        var error = await Assert.ThrowsAsync<EngineException>(() => DeployAsync(engine, text));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Snapshot.Applications);
        Assert.Empty(engine.Snapshot.Charms);
    }

    [Fact]
    public async Task A_charm_comes_from_a_folder_or_an_archive_and_has_a_revision_for_each_content()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Client);
        var archive = Path.Combine(engine.Data, "client.charm");
        System.IO.Compression.ZipFile.CreateFromDirectory(Path.Combine(engine.Charms, "client"), archive);
        await engine.DeployAsync("client", 1, "one");
        await engine.DeployAsync(archive, 1, "two");
        await engine.SettleAsync();
        Assert.Equal("local:client-0", engine.Snapshot.Applications["one"].CharmId);
        Assert.Contains(engine.Snapshot.Applications["two"].CharmId, new[] { "local:client-0", "local:client-1" });

        var again = await Assert.ThrowsAsync<EngineException>(() => engine.DeployAsync("client", 1, "one"));
        Assert.Equal((EngineErrorKind.Conflict, "cannot add application \"one\": application already exists"), (again.Kind, again.Message));
        var name = await Assert.ThrowsAsync<EngineException>(() => engine.DeployAsync("client", 1, "One"));
        Assert.Equal(EngineErrorKind.Invalid, name.Kind);
    }

    [Fact]
    public async Task A_model_with_storage_is_destroyed_only_when_that_is_said()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Server, config: Config);
        await engine.DeployAsync("server", 2);
        await engine.SettleAsync();

        var refused = await Assert.ThrowsAsync<EngineException>(() =>
            engine.Controller.DestroyModelAsync("default", destroyStorage: false, force: false, CancellationToken.None));
        Assert.StartsWith("cannot destroy model \"default\": it has storage (data/0, data/1)", refused.Message, StringComparison.Ordinal);

        await engine.Controller.DestroyModelAsync("default", destroyStorage: true, force: false, CancellationToken.None);
        Assert.Empty(engine.Controller.Models);
        Assert.Equal(["data/0", "data/1"], engine.Substrate.RemovedStorage.Order(StringComparer.Ordinal));
        Assert.Contains("remove", engine.Told("server/1"));
        await engine.Controller.AddModelAsync("default", CancellationToken.None);
        Assert.Empty(engine.Snapshot.Applications);
    }

    [Fact]
    public async Task A_resource_is_where_the_charm_finds_it()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: box\nresources: { tool: { type: file, filename: tool.txt } }");
        var file = Path.Combine(engine.Data, "given");
        await File.WriteAllTextAsync(file, "content");
        await engine.Model.DeployAsync(
            new DeployRequest("box") { Resources = new Dictionary<string, string>(StringComparer.Ordinal) { ["tool"] = file } }, CancellationToken.None);
        await engine.SettleAsync();
        var task = await engine.ExecAsync("box/0", "cat $(resource-get tool); resource-get tool");
        Assert.StartsWith("content/", task.Stdout, StringComparison.Ordinal);
        Assert.EndsWith("/var/lib/juju/agents/unit-box-0/resources/tool/tool.txt", task.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_units_hook_commands_are_of_no_use_to_another()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: box");
        await engine.DeployAsync("box", 2);
        await engine.SettleAsync();
        var task = await engine.ExecAsync("box/0", "JUJU_AGENT_SOCKET_ADDRESS=${JUJU_AGENT_SOCKET_ADDRESS//box-0/box-1} is-leader");
        Assert.Equal(1, task.ReturnCode);
        Assert.StartsWith("ERROR bad request: unknown context", task.Stderr, StringComparison.Ordinal);
        var stale = await engine.ExecAsync("box/0", "JUJU_CONTEXT_ID=other is-leader");
        Assert.StartsWith("ERROR bad request: unknown context \"other\"", stale.Stderr, StringComparison.Ordinal);
        var outside = await engine.ExecAsync("box/0", "unset JUJU_CONTEXT_ID; is-leader");
        Assert.Equal("ERROR is-leader works only in a hook: JUJU_CONTEXT_ID or JUJU_AGENT_SOCKET_ADDRESS is not set\n", outside.Stderr);
    }

    private static async Task<List<string>> DeployAsync(TestEngine engine, string bundle)
    {
        var steps = new Steps();
        await engine.Controller.DeployBundleAsync("default", BundleReader.Read(bundle, "bundle.yaml"), "/", steps, CancellationToken.None);
        return steps.Lines;
    }
}
