using Howdah.Ops.Testing;

namespace Howdah.Charms.Tests.Scenarios;

public sealed class PrimaryMovesTest
{
    private readonly PostgresqlScenario _unit = new();
    private readonly RelationState _client = new("database") { Id = 7777, RemoteApp = "app" };
    private readonly SecretState _user = new(CharmFiles.Data(
        ("username", "relation_id_7777"), ("password", "pw"), ("uris", "postgresql://relation_id_7777:pw@127.63.2.10:5432/app")))
    {
        Owner = SecretOwner.Application,
        Label = "database.7777.user.secret",
    };

    [Fact]
    public async Task Clients_follow_the_primary_even_while_the_leaders_own_container_is_down()
    {
        var state = _unit.Ready();
        var peers = state.Relation(_unit.Peers) with
        {
            LocalUnitData = CharmFiles.Data(("address", PostgresqlScenario.Address), ("role", "primary"), ("timeline", "1")),
            RemoteUnits = new Dictionary<int, IReadOnlyDictionary<string, string>>
            {
                [1] = CharmFiles.Data(("address", "127.63.2.11"), ("role", "primary"), ("timeline", "2")),
                [2] = CharmFiles.Data(("address", "127.63.2.12"), ("role", "replica"), ("timeline", "2")),
            },
        };
        var client = _client with
        {
            LocalAppData = CharmFiles.Data(
                ("database", "app"), ("endpoints", $"{PostgresqlScenario.Address}:5432"), ("secret-user", _user.Uri), ("version", "15.20")),
            RemoteAppData = CharmFiles.Data(("database", "app"), ("requested-secrets", """["username","password","uris"]""")),
        };
        state = state with { Relations = [peers, _unit.Store, client], Secrets = [_unit.Passwords, _user], Containers = [] };

        var result = await _unit.Scenario.RunAsync(Trigger.RelationChanged(peers, 1), state);

        var published = result.State.Relation(_client.Id).LocalAppData;
        Assert.Equal("127.63.2.11:5432", published["endpoints"]);
        Assert.Equal("127.63.2.12:5432", published["read-only-endpoints"]);
        Assert.Equal("15.20", published["version"]);
        Assert.Equal(
            "postgresql://relation_id_7777:pw@127.63.2.11:5432/app", result.State.Secret("database.7777.user.secret").Latest["uris"]);
    }
}
