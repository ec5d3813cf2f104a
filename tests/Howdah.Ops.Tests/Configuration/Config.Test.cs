using Howdah.Ops.Testing;
using Howdah.Ops.Tests.Events;

namespace Howdah.Ops.Tests.Configuration;

public sealed class ConfigTests
{
    private const string Options =
        """
        options:
          text: {type: string, default: "12"}
          count: {type: int, default: 3}
          ratio: {type: float, default: 0.5}
          flag: {type: boolean, default: true}
          unset: {type: string}
          ca: {type: secret}
        """;

    private static Task<ScenarioResult> RunAsync(State state, Action<ScriptedCharm> act) =>
        ScriptedCharm.Scenario(charm => charm.When(charm.On.Start, _ => act(charm)), Options).RunAsync(Trigger.Start, state);

    [Fact]
    public async Task Options_have_their_types_and_defaults_and_are_read_with_one_command()
    {
        var result = await RunAsync(new State { Config = new Dictionary<string, object> { ["ratio"] = 2 } }, charm =>
        {
            var config = charm.Config;
            Assert.Equal(("12", 3L, 2.0, true),
                (config.GetString("text"), config.GetInt("count"), config.GetDouble("ratio"), config.GetBool("flag")));
            Assert.Null(config.GetString("unset"));
            Assert.False(config.Has("unset"));
            Assert.Null(config.GetSecret("ca"));
            Assert.Equal(["count", "flag", "ratio", "text"], config.ToTexts().Keys.Order(StringComparer.Ordinal));
        });

        Assert.Single(result.Commands);
    }

    [Fact]
    public async Task An_option_may_name_a_secret()
    {
        var secret = new SecretState(new Dictionary<string, string> { ["pem"] = "x" });
        await RunAsync(
            new State { Secrets = [secret], Config = new Dictionary<string, object> { ["ca"] = secret.Uri } },
            charm => Assert.Equal("x", charm.Config.GetSecret("ca")!.GetContent()["pem"]));
    }

    [Fact]
    [Trait("Acceptance", "78")]
    public async Task A_value_that_cannot_be_used_blocks_the_unit_and_ends_the_hook_well()
    {
        var peers = new RelationState("peers");
        var state = new State { Relations = [peers], Config = new Dictionary<string, object> { ["count"] = 100 } };
        var result = await RunAsync(state, charm =>
        {
            charm.Model.GetRelation("peers")!.UnitData.Set("before", "kept");
            charm.Config.Load(RecordsJson.Default.Agreeing);
            Assert.Fail("the dispatch goes on");
        });

        Assert.Equal(Status.Blocked("Invalid config: count must be less than 100"), result.State.UnitStatus);
        Assert.Equal("kept", result.State.Relation(peers).LocalUnitData["before"]);
    }

    [Fact]
    public async Task A_record_has_the_options_with_their_types()
    {
        var result = await RunAsync(new State { Config = new Dictionary<string, object> { ["unset"] = "now" } }, charm => Assert.Equal(
            new Agreeing("12", 3, 0.5, true, "now", null), charm.Config.Load(RecordsJson.Default.Agreeing)));

        Assert.Single(result.Commands);
    }

    [Fact]
    public async Task A_record_that_does_not_agree_with_the_file_is_told_each_difference() =>
        await RunAsync(new State(), charm => Assert.Equal(
            "Disagreeing and config.yaml do not agree: the file has no \"other\"; the record has no \"ratio\"; the record has no \"flag\"; "
            + "\"count\" is an integer in the file and a string in the record; "
            + "\"text\" is always set, by the file, and nullable in the record; \"ca\" is not always set, by the file, and not nullable in the record",
            Assert.Throws<InvalidOperationException>(() => charm.Config.Load(RecordsJson.Default.Disagreeing)).Message));
}
