using Howdah.Charms.Tests.Databases;
using Howdah.Ops;
using Howdah.Ops.Testing;

namespace Howdah.Charms.Tests.Scenarios;

/// <summary>The leader serves relations on a real PostgreSQL.</summary>
public sealed class DatabaseRelationIntegrationTest(TemporaryPostgres server) : IClassFixture<TemporaryPostgres>
{
    private readonly PostgresqlScenario _unit = new();

    private State Ready(params RelationState[] clients)
    {
        var state = _unit.Ready(server.Address) with { PlannedUnits = 1 };
        var passwords = _unit.Passwords with
        {
            Content = new Dictionary<string, string>(_unit.Passwords.Content, StringComparer.Ordinal)
            {
                ["operator-password"] = server.Operator.Password,
            },
        };
        return state with
        {
            Secrets = [passwords],
            Relations = [.. state.Relations, .. clients],
        };
    }

    private static RelationState Client(int id, string database, string roles = "") => new("database")
    {
        Id = id,
        RemoteApp = "app",
        RemoteAppData = CharmFiles.Data(
            ("database", database), ("extra-user-roles", roles), ("requested-secrets", """["username","password","uris"]""")),
    };

    [Fact]
    public async Task A_client_gets_credentials_that_work_and_loses_them_with_the_relation()
    {
        var client = Client(9001, "first");
        var result = await _unit.Scenario.RunAsync(Trigger.RelationChanged(client), Ready(client));

        Assert.Equal(Status.Active("Primary"), result.State.UnitStatus);
        var given = result.State.Relation(client).LocalAppData;
        Assert.Equal($"{server.Address}:5432", given["endpoints"]);
        Assert.StartsWith("15.", given["version"], StringComparison.Ordinal);
        var secret = result.State.Secret("database.9001.user.secret").Latest;
        Assert.DoesNotContain(given.Values, v => v.Contains(secret["password"], StringComparison.Ordinal));
        Assert.Equal("1", await server.TryAsync("relation_id_9001", secret["password"], "first", "create table t (n int); insert into t values (1); select n from t"));

        var without = result.State with { Relations = [.. result.State.Relations.Where(r => r.Id != client.Id)] };
        await _unit.Scenario.RunAsync(Trigger.UpdateStatus, without);

        Assert.Equal("28000", await server.TryAsync("relation_id_9001", secret["password"], "first", "select 1"));
        Assert.Equal("1", await server.TryAsync("operator", server.Operator.Password, "first", "select n from t"));
    }

    [Fact]
    public async Task A_request_for_too_much_blocks_with_its_reason_and_hinders_no_other()
    {
        var greedy = Client(9002, "second", "superuser");
        var system = Client(9003, "postgres");
        var modest = Client(9004, "second");

        var result = await _unit.Scenario.RunAsync(Trigger.RelationChanged(greedy), Ready(greedy, system, modest));

        Assert.Equal(
            Status.Blocked("invalid role(s) for extra user roles: superuser (relation database:9002 with app); " +
                "invalid database name: postgres (relation database:9003 with app)"),
            result.State.UnitStatus);
        Assert.False(result.State.Relation(greedy).LocalAppData.ContainsKey("secret-user"));
        Assert.True(result.State.Relation(modest).LocalAppData.ContainsKey("secret-user"));
    }

    [Theory]
    [InlineData("monitoring", "it's \"quoted\" \\ $1 ; --")]
    [InlineData("replication", "plain")]
    public async Task A_new_password_works_at_once_and_is_in_the_secret(string user, string password)
    {
        var result = await _unit.Scenario.RunAsync(Trigger.UpdateStatus, Ready());
        Assert.Equal(Status.Active("Primary"), result.State.UnitStatus);

        var after = await _unit.Scenario.RunAsync(
            Trigger.Action("set-password", ("username", user), ("password", password)), result.State);

        Assert.Equal(password, after.Action.Results["password"]);
        Assert.Equal(password, after.State.Secret(PostgresqlScenario.SecretLabel).Latest[$"{user}-password"]);
        if (user == "monitoring")
        {
            Assert.Equal("1", await server.TryAsync(user, password, "postgres", "select 1"));
        }
    }
}
