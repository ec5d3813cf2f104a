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

    private static RelationState Client(int id, string database, string roles = "", params (string, string)[] more) => new("database")
    {
        Id = id,
        RemoteApp = "app",
        RemoteAppData = CharmFiles.Data(
            [("database", database), ("extra-user-roles", roles), ("requested-secrets", """["username","password","uris"]"""), .. more]),
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
    public async Task A_change_of_the_operators_password_that_was_cut_short_is_taken_back()
    {
        const string Note = "/var/lib/postgresql/data/operator.pending";
        var state = Ready();
        var peers = state.Relations.Single(r => r.Endpoint == "database-peers");
        state = state with
        {
            // As a hook leaves it that changed the role and was killed: the secret is as it was, and this unit last said that it is the primary.
            Relations =
            [
                peers with { LocalUnitData = CharmFiles.Data(("address", server.Address), ("role", "primary"), ("timeline", "1")) },
                .. state.Relations.Where(r => r.Endpoint != "database-peers"),
            ],
            Containers = [PostgresqlScenario.Container with { Files = new Dictionary<string, string>(PostgresqlScenario.Container.Files, StringComparer.Ordinal) { [Note] = "half-way" } }],
        };
        Assert.Equal("ok", await server.TryAsync("operator", server.Operator.Password, "postgres", "alter role operator password 'half-way'; select 'ok'"));

        var result = await _unit.Scenario.RunAsync(Trigger.UpdateStatus, state);

        Assert.Equal("ok", await server.TryAsync("operator", server.Operator.Password, "postgres", "select 'ok'"));
        Assert.Equal(Status.Active("Primary"), result.State.UnitStatus);
        Assert.False(result.State.Container("postgresql").Files.ContainsKey(Note));
    }

    private static RelationState Legacy(string endpoint, int id, string database, params (string, string)[] more) => new(endpoint)
    {
        Id = id,
        RemoteApp = "old",
        RemoteUnits = new Dictionary<int, IReadOnlyDictionary<string, string>>
        {
            [0] = CharmFiles.Data([("database", database), ("egress-subnets", "127.60.0.9/32"), .. more]),
        },
    };

    [Fact]
    public async Task A_client_of_the_former_interface_gets_the_same_fields_in_both_databags()
    {
        var client = Legacy("db", 9101, "old");
        var result = await _unit.Scenario.RunAsync(Trigger.RelationChanged(client), Ready(client));

        Assert.Equal(Status.Active("Primary"), result.State.UnitStatus);
        var given = result.State.Relation(client).LocalAppData;
        Assert.Equal(given, result.State.Relation(client).LocalUnitData.Where(p => given.ContainsKey(p.Key)));
        Assert.Equal("relation_id_9101", given["user"]);
        Assert.Equal("old/0", given["allowed-units"]);
        Assert.Equal("127.60.0.9/32", given["allowed-subnets"]);
        Assert.Equal((server.Address, "5432"), (given["host"], given["port"]));
        Assert.Equal(
            $"dbname=old fallback_application_name=old host={server.Address} password={given["password"]} port=5432 user=relation_id_9101",
            given["master"]);
        Assert.False(given.ContainsKey("standbys"));
        Assert.Equal("1", await server.TryAsync("relation_id_9101", given["password"], "old", "create table t (n int); insert into t values (1); select n from t"));
    }

    [Fact]
    public async Task An_administrator_of_the_former_interface_is_no_superuser()
    {
        var client = Legacy("db-admin", 9102, "administered");
        var result = await _unit.Scenario.RunAsync(Trigger.RelationChanged(client), Ready(client));

        var password = result.State.Relation(client).LocalAppData["password"];
        Assert.Equal("off", await server.TryAsync("relation_id_9102", password, "administered", "show is_superuser"));
        Assert.Equal("1", await server.TryAsync("relation_id_9102", password, "administered", "create database made_by_admin; select 1"));
    }

    [Theory]
    [InlineData("roles", "boss", "roles requested through relation, use postgresql_client interface instead")]
    [InlineData("extensions", "pg_trgm:public,citext", "extensions requested through relation: pg_trgm, citext; enable their plugins first")]
    public async Task What_the_former_interface_can_ask_for_and_is_not_given_is_said(string field, string value, string expected)
    {
        var client = Legacy("db", 9103, "greedy", (field, value));
        var result = await _unit.Scenario.RunAsync(Trigger.RelationChanged(client), Ready(client));

        Assert.Equal(StatusKind.Blocked, result.State.UnitStatus.Kind);
        Assert.StartsWith(expected, result.State.UnitStatus.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_interfaces_at_once_are_refused_and_either_alone_is_served()
    {
        var (old, recent) = (Legacy("db", 9104, "either"), Client(9105, "or"));
        var both = await _unit.Scenario.RunAsync(Trigger.RelationChanged(recent), Ready(old, recent));
        Assert.Equal(Status.Blocked("Please choose one endpoint to use. No need to relate all of them simultaneously!"), both.State.UnitStatus);

        foreach (var gone in (RelationState[])[old, recent])
        {
            var one = both.State with { Relations = [.. both.State.Relations.Where(r => r.Id != gone.Id)] };
            Assert.Equal(Status.Active("Primary"), (await _unit.Scenario.RunAsync(Trigger.UpdateStatus, one)).State.UnitStatus);
        }
    }

    [Fact]
    public async Task A_request_for_too_much_blocks_with_its_reason_and_hinders_no_other()
    {
        var greedy = Client(9002, "second", "superuser");
        var system = Client(9003, "postgres");
        var modest = Client(9004, "second");
        var other = Client(9005, "second", "", ("entity-type", "GROUP"));

        var result = await _unit.Scenario.RunAsync(Trigger.RelationChanged(greedy), Ready(greedy, system, modest, other));

        Assert.Equal(
            Status.Blocked("invalid role(s) for extra user roles: superuser (relation database:9002 with app); " +
                "invalid database name: postgres (relation database:9003 with app); " +
                "a request for an entity of type GROUP is not served; a relation gets a user of its own with its database (relation database:9005 with app)"),
            result.State.UnitStatus);
        Assert.All([greedy, system, other], r => Assert.False(result.State.Relation(r).LocalAppData.ContainsKey("secret-user")));
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
        Assert.NotEqual(Said(result.State), Said(after.State));
        Assert.Equal(password, after.State.Secret(PostgresqlScenario.SecretLabel).Latest[$"{user}-password"]);
        if (user == "monitoring")
        {
            Assert.Equal("1", await server.TryAsync(user, password, "postgres", "select 1"));
        }

        // What the other units are told by.
        static string? Said(State state) => state.Relations.Single(r => r.Endpoint == "database-peers").LocalAppData.GetValueOrDefault("passwords");
    }

    private static RelationState Pooler(int id, string requests) => Client(id, "pgbouncer-k8s", "pooler") is var client
        ? client with
        {
            RemoteApp = "pgbouncer-k8s",
            RemoteAppData = new Dictionary<string, string>(client.RemoteAppData, StringComparer.Ordinal) { ["pooled-requests"] = requests },
        }
        : client;

    [Fact]
    public async Task A_pooler_gets_users_for_its_clients_and_finds_the_verifiers_of_those_only()
    {
        var pooler = Pooler(9201, """[{"client":7,"database":"pooled","extra-user-roles":""},{"client":8,"database":"pooled","extra-user-roles":"superuser"}]""");
        var other = Client(9202, "pooled");
        var result = await _unit.Scenario.RunAsync(Trigger.RelationChanged(pooler), Ready(pooler, other));

        Assert.Equal(Status.Active("Primary"), result.State.UnitStatus);
        var given = result.State.Relation(pooler).LocalAppData;
        Assert.Equal("""{"8":"invalid role(s) for extra user roles: superuser"}""", given["pooled-refusals"]);
        var grants = result.State.Secret("database.9201.pooled.secret").Latest;
        var grant = System.Text.Json.Nodes.JsonNode.Parse(Assert.Single(grants).Value)!;
        Assert.Equal(("pooled", "relation_id_9201_7"), ((string?)grant["database"], (string?)grant["username"]));
        var password = (string)grant["password"]!;
        Assert.DoesNotContain(given.Values, v => v.Contains(password, StringComparison.Ordinal));
        Assert.Equal("1", await server.TryAsync("relation_id_9201_7", password, "pooled", "create table t (n int); insert into t values (1); select n from t"));

        var secret = result.State.Secret("database.9201.user.secret").Latest["password"];
        Task<string?> AsPoolerAsync(string sql) => server.TryAsync("relation_id_9201", secret, "pooled", sql);
        Assert.StartsWith("SCRAM-SHA-256$", await AsPoolerAsync("select password from pooler.find_user('relation_id_9201_7')"), StringComparison.Ordinal);
        foreach (var name in (string[])["relation_id_9202", "relation_id_9201", "operator", "relation_id_9201_9"])
        {
            Assert.Equal("0", await AsPoolerAsync($"select count(*) from pooler.find_user('{name}')"));
        }

        Assert.Equal("42501", await AsPoolerAsync("select n from t"));
        Assert.Equal("42501", await AsPoolerAsync("create table mine ()"));
        Assert.Equal("42501", await server.TryAsync("relation_id_9201_7", password, "pooled", "select pooler.find_user('relation_id_9201_7')"));
        Assert.Equal("42501", await server.TryAsync("relation_id_9201_7", password, "pooled", "drop schema pooler cascade"));

        var without = Pooler(9201, "[]");
        var after = await _unit.Scenario.RunAsync(Trigger.RelationChanged(without), result.State with
        {
            Relations = [.. result.State.Relations.Where(r => r.Id != 9201), result.State.Relation(pooler) with { RemoteAppData = without.RemoteAppData }],
        });
        Assert.False(after.State.Relation(pooler).LocalAppData.ContainsKey("secret-pooled"));
        Assert.Equal("28000", await server.TryAsync("relation_id_9201_7", password, "pooled", "select 1"));
        Assert.Equal("1", await server.TryAsync("operator", server.Operator.Password, "pooled", "select n from t"));
    }

    [Fact]
    public async Task A_schema_of_the_name_in_which_poolers_look_for_verifiers_is_not_trusted()
    {
        var owner = Client(9203, "claimed");
        var first = await _unit.Scenario.RunAsync(Trigger.RelationChanged(owner), Ready(owner));
        var password = first.State.Secret("database.9203.user.secret").Latest["password"];
        Assert.Equal("ok", await server.TryAsync("relation_id_9203", password, "claimed", "create schema pooler; select 'ok'"));

        var pooler = Pooler(9204, """[{"client":1,"database":"claimed","extra-user-roles":""}]""");
        var result = await _unit.Scenario.RunAsync(
            Trigger.RelationChanged(pooler), first.State with { Relations = [.. first.State.Relations, pooler] });

        Assert.Contains("has a schema pooler of its own", result.State.Relation(pooler).LocalAppData["pooled-refusals"], StringComparison.Ordinal);
        Assert.Equal("42501", await server.TryAsync(
            "relation_id_9204", result.State.Secret("database.9204.user.secret").Latest["password"], "claimed", "select 1"));
    }
}
