using Howdah.Ops.Testing;
using Howdah.Ops.Tests.Events;

namespace Howdah.Ops.Tests.Relations;

public sealed class DatabagsTests
{
    private static RelationState Db(params (string Key, string Value)[] ours) => new("my-db")
    {
        RemoteApp = "other",
        LocalAppData = ours.ToDictionary(p => p.Key, p => p.Value),
        RemoteAppData = new Dictionary<string, string> { ["theirs"] = "1" },
        RemoteUnits = new Dictionary<int, IReadOnlyDictionary<string, string>>
        {
            [1] = RelationState.UnitAt("192.0.2.1"),
            [10] = RelationState.UnitAt("192.0.2.10"),
        },
    };

    private static Task<ScenarioResult> RunAsync(State state, Action<ScriptedCharm> act) =>
        ScriptedCharm.Scenario(charm => charm.When(charm.On.Start, _ => act(charm))).RunAsync(Trigger.Start, state);

    private static async Task<Exception> FailAsync(State state, Action<ScriptedCharm> act) =>
        (await Assert.ThrowsAsync<UncaughtCharmException>(() => RunAsync(state, act))).InnerException!;

    [Fact]
    public async Task Many_writes_into_a_bag_are_one_command_and_equal_values_none()
    {
        var db = Db(("same", "1"), ("gone", "2"));
        var result = await RunAsync(new State { Leader = true, Relations = [db] }, charm =>
        {
            var bag = charm.Model.GetRelation("my-db")!.AppData;
            bag.Set("same", "1");
            bag.Set("new", "x");
            bag.Set("new", "y");
            bag.Remove("gone");
            bag.Remove("never-there");
            bag.Update([new("other", "z")]);
            Assert.Equal(("y", null), (bag.Find("new"), bag.Find("gone")));
        });

        Assert.Single(result.Commands, c => c.Command == "relation-set");
        Assert.Equal(
            new Dictionary<string, string> { ["new"] = "y", ["other"] = "z", ["same"] = "1" },
                result.State.Relation(db).LocalAppData);
    }

    [Fact]
    public async Task The_other_side_is_read_once_and_by_member()
    {
        var result = await RunAsync(new State { Relations = [Db()] }, charm =>
        {
            var relation = charm.Model.GetRelation("my-db")!;
            Assert.Equal("other", relation.RemoteApp);
            Assert.Equal(["other/1", "other/10"], relation.Units);
            Assert.Equal("192.0.2.10", relation.DataOf("other/10")["ingress-address"]);
            Assert.Equal("192.0.2.10", relation.DataOf("other/10")["private-address"]);
            Assert.Equal("1", relation.RemoteAppData["theirs"]);
            Assert.Same(relation, charm.Model.GetRelations("my-db")[0]);
        });

        Assert.Equal(5, result.Commands.Count);
    }

    [Fact]
    public async Task Only_the_leader_writes_for_the_application()
    {
        var error = await FailAsync(
            new State { Relations = [Db()] }, charm => charm.Model.GetRelation("my-db")!.AppData.Set("a", "b"));

        Assert.IsType<RelationDataException>(error);
        Assert.Contains("tested/0 is not leader and cannot write application data", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_leader_reads_what_the_application_told_others_but_every_peer_what_it_told_itself()
    {
        var peers = new RelationState("peers") { LocalAppData = new Dictionary<string, string> { ["k"] = "v" } };
        var state = new State { Relations = [Db(), peers] };

        Assert.IsType<RelationDataException>(
            await FailAsync(state, charm => charm.Model.GetRelation("my-db")!.AppData.Find("a")));
        await RunAsync(state, charm =>
        {
            var relation = charm.Model.GetRelation("peers")!;
            Assert.Equal("v", relation.AppData["k"]);
            Assert.Equal("v", relation.RemoteAppData["k"]);
            Assert.Equal("tested", relation.RemoteApp);
        });
    }

    [Fact]
    public async Task Peers_are_all_units_but_this_one()
    {
        var peers = new RelationState("peers")
        {
            RemoteUnits = new Dictionary<int, IReadOnlyDictionary<string, string>> { [2] = RelationState.UnitAt("192.0.2.2") },
        };
        await RunAsync(new State { Relations = [peers] }, charm =>
        {
            var relation = charm.Model.GetRelation("peers")!;
            Assert.Equal(["tested/2"], relation.Units);
            Assert.Equal("192.0.2.2", relation.DataOf("tested/2")["private-address"]);
            relation.UnitData.Set("mine", "1");
            Assert.Equal("1", relation.DataOf("tested/0")["mine"]);
        });
    }

    [Fact]
    public async Task Several_relations_where_one_is_meant_are_an_error()
    {
        var error = await FailAsync(new State { Relations = [Db(), Db()] }, charm => charm.Model.GetRelation("my-db"));

        Assert.Equal("Too many remote applications on my-db (2 > 1)", error.Message);
    }

    [Fact]
    public async Task What_is_not_declared_is_an_error_that_names_it()
    {
        Assert.Contains("\"nope\"", (await FailAsync(new State(), c => c.Model.GetRelations("nope"))).Message,
        StringComparison.Ordinal);
        Assert.Contains("\"nope\"", (await FailAsync(new State(), c => c.Model.GetContainer("nope"))).Message,
        StringComparison.Ordinal);
        Assert.Contains("\"nope\"", (await FailAsync(new State(), c => c.Model.GetStorages("nope"))).Message,
        StringComparison.Ordinal);
        Assert.Contains("\"nope\"", (await FailAsync(new State(), c => c.On.Relation("nope"))).Message, StringComparison.Ordinal);
        Assert.Contains("\"nope\"", (await FailAsync(new State(), c => c.Config.GetString("nope"))).Message,
        StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_written_goes_out_when_the_charm_throws()
    {
        var db = Db();
        var thrown = await Assert.ThrowsAsync<UncaughtCharmException>(
            () => RunAsync(new State { Leader = true, Relations = [db] }, charm =>
        {
            charm.Model.GetRelation("my-db")!.AppData.Set("a", "b");
            throw new InvalidOperationException("no");
        }));

        Assert.DoesNotContain(thrown.Result.Commands, c => c.Command == "relation-set");
    }
}
