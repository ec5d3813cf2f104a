using Howdah.Engine.Models;
using Howdah.Engine.Store;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

public sealed class RestartTests
{
    private const string Server = """
        name: server
        provides: { db: { interface: sql } }
        peers: { cluster: { interface: peers } }
        storage: { data: { type: filesystem } }
        """;

    private const string Client = "name: client\nrequires: { database: { interface: sql } }";

    private const string Script = """
        case $event in
          start) status-set active ;;
          db-relation-joined) relation-set member=$unit; is-leader | grep -q True && relation-set --app ready=yes ;;
        esac
        exit 0
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_engine_that_dies_at_any_commit_goes_on_to_the_same_end(bool afterTheCommit)
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Server, Script);
        engine.AddCharm(Client, Script);
        await engine.StopAsync();

        var died = await MortalRun.RunAsync(engine, afterTheCommit, Steps());
        await engine.OpenAsync();
        var model = await engine.SettleAsync();
        Assert.True(died >= 20, $"the engine died only {died} times");
        Assert.Equal(["client/0", "server/0"], model.Units.Keys);
        Assert.All(model.Units.Values, unit => Assert.Equal(WorkloadStatus.Active, unit.Workload.Current));
        Assert.Equal("server/0", model.Applications["server"].Leader);
        var relation = model.Relations.Values.Single(candidate => !candidate.IsPeer);
        Assert.Equal(("yes", "server/0"), (relation.Applications["server"].Values["ready"], relation.Members["server/0"].Databag.Values["member"]));
        Assert.Equal(["client/0", "server/0"], relation.Members.Where(member => member.Value.InScope).Select(member => member.Key));
        Assert.All(Enumerable.Range(1, 2), number => Assert.False(engine.Substrate.Has($"server/{number}")));
    }

    [Fact]
    public async Task An_action_that_the_engine_dies_under_has_failed()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: box", "[ $event = wait ] && { touch \"$journal.waiting\"; sleep 600; }", actions: "wait: {}");
        await engine.DeployAsync("box");
        await engine.SettleAsync();
        var operation = await engine.Model.RunActionAsync(["box/0"], "wait", [], CancellationToken.None);
        await engine.WaitAsync("the action to run", snapshot => snapshot.Tasks[operation.Tasks[0]].Status == Models.TaskStatus.Running);

        await engine.StopAsync();
        await engine.OpenAsync();
        var task = engine.Snapshot.Tasks[operation.Tasks[0]];
        Assert.Equal((Models.TaskStatus.Failed, "interrupted by a restart of the engine"), (task.Status, task.Message));
        await engine.SettleAsync();
    }

    [Fact]
    public async Task A_second_engine_on_the_same_database_is_refused()
    {
        await using var engine = await TestEngine.StartAsync();
        var error = Assert.Throws<EngineException>(() => SqliteDocumentStore.Open(engine.Database));
        Assert.Equal($"the database \"{engine.Database}\" is in use by another engine; stop that one first", error.Message);
    }

    private static IEnumerable<MortalStep> Steps()
    {
        var none = CancellationToken.None;
        yield return Step(
            model => model.Applications.ContainsKey("server"),
            service => service.DeployAsync(new DeployRequest("server") { Units = 2 }, none),
            TestEngine.IsSettled);
        yield return Step(
            model => model.Applications.ContainsKey("client"),
            service => service.DeployAsync(new DeployRequest("client"), none),
            TestEngine.IsSettled);
        yield return Step(
            model => model.Relations.Values.Any(relation => !relation.IsPeer),
            service => service.AddRelationAsync("server", "client", none),
            TestEngine.IsSettled);
        yield return Step(
            model => model.Model.NextUnits["server"] > 2,
            service => service.ScaleAsync("server", 3, none),
            TestEngine.IsSettled);
        yield return Step(
            model => model.Applications["server"].Scale == 1,
            service => service.ScaleAsync("server", 1, none),
            model => model.UnitsOf("server").Count() == 1 && TestEngine.IsSettled(model));
    }

    private static MortalStep Step(Func<ModelSnapshot, bool> isAsked, Func<ModelService, Task> askAsync, Func<ModelSnapshot, bool> isDone) => new(
        engine => isAsked(engine.Snapshot), engine => askAsync(engine.Model), engine => engine.WaitAsync("the step", isDone));
}
