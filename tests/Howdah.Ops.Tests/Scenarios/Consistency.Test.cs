using System.Text.Json.Nodes;
using Howdah.Ops.TestCharm;
using Howdah.Ops.Testing;
using Howdah.Pebble.Client;

namespace Howdah.Ops.Tests.Scenarios;

public sealed class ConsistencyTests
{
    private static readonly Scenario Scenario = new(c => new EverythingCharm(c), EverythingFiles.Metadata);

    public static TheoryData<string, State, Trigger> Wrong => new()
    {
        { "resource \"nope\" is not declared", new State { Resources = new Dictionary<string, string> { ["nope"] = "/" } },
            Trigger.Start },
        { "container \"nope\" is not declared", new State { Containers = [new ContainerState("nope")] }, Trigger.Start },
        { "container \"work-load\" is in the state twice", new State { Containers = [new("work-load"), new("work-load")] },
            Trigger.Start },
        { "storage \"nope\" is not declared", new State { Storages = [new StorageState("nope", 0, "/")] }, Trigger.Start },
        { "storage data/0 is in the state twice", new State { Storages = [new("data", 0, "/a"), new("data", 0, "/b")] },
            Trigger.Start },
        { "network \"nope\" is neither",
            new State { Networks = new Dictionary<string, NetworkInfo> { ["nope"] = new([], [], []) } }, Trigger.Start },
        { "two relations have the id 7", new State { Relations = [new("etcd") { Id = 7 }, new("database") { Id = 7 }] },
            Trigger.Start },
        { "which is this one",
            new State { Relations =
                [new("peers") { RemoteUnits = new Dictionary<int, IReadOnlyDictionary<string, string>> { [0] = RelationState.Empty } }] }, Trigger.Start },
        { "option \"nope\" is not declared", new State { Config = new Dictionary<string, object> { ["nope"] = 1 } },
            Trigger.Start },
        { "option \"fast\" expected boolean", new State { Config = new Dictionary<string, object> { ["fast"] = "yes" } },
            Trigger.Start },
        { "option \"ca\" expected secret", new State { Config = new Dictionary<string, object> { ["ca"] = "hunter2" } },
            Trigger.Start },
        { "check \"nope\" is not in the plan",
            new State { Containers = [new("work-load") { Checks = [new CheckInfo("nope", "up")] }] }, Trigger.Start },
        { "two commands that begin with \"x\"",
            new State { Containers = [new("work-load") { Execs = [new(["x"]), new(["x"])] }] }, Trigger.Start },
        { "the relation of the event, etcd:", new State(), Trigger.RelationCreated(new RelationState("etcd")) },
        { "the container of the event, \"work-load\"", new State(), Trigger.PebbleReady("work-load") },
        { "the notice of the event, 3,", new State { Containers = [new("work-load")] },
            Trigger.PebbleCustomNotice("work-load", "3", "a.b/c") },
        { "the check of the event, \"c\"", new State { Containers = [new("work-load")] },
            Trigger.PebbleCheckFailed("work-load", "c") },
        { "the secret of the event", new State(), Trigger.SecretChanged(new SecretState(new Dictionary<string, string>())) },
        { "the storage of the event, data/0", new State(), Trigger.StorageAttached(new StorageState("data", 0, "/")) },
        { "action \"nope\" is not declared", new State(), Trigger.Action("nope") },
        { "needs the parameter \"name\"", new State(), Trigger.Action("greet") },
        { "declares no parameter \"nope\"", new State(),
            Trigger.Action("greet", ("name", JsonValue.Create("x")), ("nope", JsonValue.Create(1))) },
        { "must be of type string", new State(), Trigger.Action("greet", ("name", JsonValue.Create(1))) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_no_engine_would_give_is_refused_and_named(string expected, State state, Trigger trigger)
    {
        var refused = await Assert.ThrowsAsync<InconsistentScenarioException>(() => Scenario.RunAsync(trigger, state));

        Assert.Contains(expected, Assert.Single(refused.Errors), StringComparison.Ordinal);
    }
}
