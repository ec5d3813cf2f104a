using Howdah.Ops.Testing;

namespace Howdah.Charms.Tests.Scenarios;

public sealed class PostgresqlActionsTest
{
    private readonly PostgresqlScenario _unit = new();

    private async Task<string> FailureAsync(Trigger trigger, State state) =>
        (await Assert.ThrowsAsync<ActionFailedException>(() => _unit.Scenario.RunAsync(trigger, state))).Message;

    [Theory]
    [InlineData("operator")]
    [InlineData("replication")]
    [InlineData("patroni")]
    [InlineData("backup")]
    public async Task Passwords_are_shown(string user)
    {
        var result = await _unit.Scenario.RunAsync(Trigger.Action("get-password", ("username", user)), _unit.Ready());

        Assert.Equal($"password-of-{user}", result.Action.Results["password"]);
    }

    [Fact]
    public async Task A_stranger_has_no_password_here() => Assert.Equal(
        "The action can be run only for system users or Patroni: operator, replication, rewind, monitoring, backup, patroni not alice",
        await FailureAsync(Trigger.Action("get-password", ("username", "alice")), _unit.Ready()));

    [Fact]
    public async Task Only_the_leader_sets_passwords() => Assert.Equal(
        "The action can be run only on leader unit",
        await FailureAsync(Trigger.Action("set-password", ("password", "new")), _unit.Ready() with { Leader = false }));

    [Theory]
    [InlineData("", "The password is empty")]
    [InlineData("pässword", "The password has characters other than printable ASCII")]
    public async Task A_password_that_cannot_be_one_is_refused(string password, string expected) =>
        Assert.Equal(expected, await FailureAsync(Trigger.Action("set-password", ("password", password)), _unit.Ready()));

    [Fact]
    public async Task A_password_of_two_million_characters_is_refused_and_not_repeated() => Assert.Equal(
        "The password has 2000000 characters; 512 are the most",
        await FailureAsync(Trigger.Action("set-password", ("password", new string('x', 2_000_000))), _unit.Ready()));

    [Fact]
    public async Task Without_a_primary_nothing_can_be_promoted_or_shown()
    {
        Assert.Equal("There is no primary at the moment", await FailureAsync(Trigger.Action("get-primary"), _unit.Ready()));
        Assert.Equal("There is no primary at the moment", await FailureAsync(Trigger.Action("promote-to-primary"), _unit.Ready()));
    }

    [Fact]
    public async Task Another_scope_than_the_unit_is_refused() => Assert.Equal(
        "Scope should be unit, not cluster",
        await FailureAsync(Trigger.Action("promote-to-primary", ("scope", "cluster")), _unit.Ready()));

    [Fact]
    public async Task The_primary_is_the_one_that_the_units_speak_of_while_patroni_is_silent()
    {
        var state = _unit.Ready();
        var peers = state.Relation(_unit.Peers) with
        {
            RemoteUnits = new Dictionary<int, IReadOnlyDictionary<string, string>>
            {
                [2] = CharmFiles.Data(("address", "127.63.2.12"), ("role", "primary"), ("timeline", "4")),
            },
        };

        var result = await _unit.Scenario.RunAsync(Trigger.Action("get-primary"), state with { Relations = [peers, _unit.Store] });

        Assert.Equal("postgresql-k8s/2", result.Action.Results["primary"]);
    }
}
