using System.Text.Json.Nodes;
using Howdah.Charms.PgbouncerK8s;
using Howdah.Charms.Tests.SelfSignedCertificates;
using Howdah.Ops;
using Howdah.Ops.Testing;

namespace Howdah.Charms.Tests.Pgbouncer;

public sealed class PgbouncerCharmTest
{
    private readonly Scenario _scenario = new(c => new PgbouncerCharm(c), CharmFiles.Read("pgbouncer-k8s"));
    private readonly RelationState _peers = new("pgb-peers");
    private readonly SecretState _own = new(CharmFiles.Data(("username", "relation_id_4"), ("password", "quo\"te")));
    private readonly SecretState _pooled = new(CharmFiles.Data(
        ("client-907", """{"database":"shop","username":"relation_id_4_907","password":"pw7"}""")));

    private RelationState Cluster(string? refusals = null) => new("backend-database")
    {
        Id = 904,
        RemoteApp = "postgresql-k8s",
        RemoteAppData = CharmFiles.Data(
        [
            ("database", "pgbouncer-k8s"), ("endpoints", "127.60.0.10:5432"), ("version", "15.18"), ("secret-user", _own.Uri), ("secret-pooled", _pooled.Uri),
            ("pooled-members", """["127.60.0.10:5432","127.60.0.11:5432"]"""),
            .. refusals is null ? [] : new[] { ("pooled-refusals", refusals) },
        ]),
    };

    private static RelationState Client(int id, string database, string roles = "") => new("database")
    {
        Id = id,
        RemoteApp = "shop",
        RemoteAppData = CharmFiles.Data(("database", database), ("extra-user-roles", roles), ("requested-secrets", """["username","password","uris","read-only-uris","tls","tls-ca"]""")),
    };

    private State Ready(params RelationState[] relations) => new()
    {
        Leader = true,
        PlannedUnits = 2,
        Networks = CharmFiles.At("127.60.0.20", "pgb-peers"),
        Secrets = [_own, _pooled],
        Containers = [new("pgbouncer") { CanConnect = true }],
        Relations = [_peers with { RemoteUnits = new Dictionary<int, IReadOnlyDictionary<string, string>> { [1] = CharmFiles.Data(("address", "127.60.0.21")) } }, .. relations],
    };

    [Fact]
    public async Task Without_a_cluster_it_asks_for_one()
    {
        var result = await _scenario.RunAsync(Trigger.Start, Ready());

        Assert.Equal(Status.Blocked("Missing relation: backend-database (howdah integrate pgbouncer-k8s:backend-database postgresql-k8s:database)"), result.State.UnitStatus);
    }

    [Fact]
    public async Task It_asks_the_cluster_for_what_its_clients_ask_it_for()
    {
        var (cluster, client) = (Cluster(), Client(907, "shop", "Admin"));
        var result = await _scenario.RunAsync(Trigger.RelationChanged(client), Ready(cluster, client, Client(908, "odd name"), Client(909, "pgbouncer")));

        var asked = result.State.Relation(cluster).LocalAppData;
        Assert.Equal(("pgbouncer-k8s", "pooler"), (asked["database"], asked["extra-user-roles"]));
        Assert.Equal("""[{"client":907,"database":"shop","extra-user-roles":"admin"}]""", asked["pooled-requests"]);
    }

    [Fact]
    public async Task A_client_gets_the_addresses_of_all_poolers_and_a_user_of_its_own()
    {
        var (cluster, client) = (Cluster(), Client(907, "shop"));
        var first = await _scenario.RunAsync(Trigger.RelationChanged(client), Ready(cluster, client));
        Assert.Equal(Status.Maintenance("starting PgBouncer"), first.State.UnitStatus);
        var result = await _scenario.RunAsync(Trigger.UpdateStatus, first.State);

        Assert.Equal(Status.Active(), result.State.UnitStatus);
        var given = result.State.Relation(client).LocalAppData;
        Assert.Equal("127.60.0.20:6432,127.60.0.21:6432", given["endpoints"]);
        var secret = result.State.Secret("database.907.user.secret").Latest;
        Assert.Equal("postgresql://relation_id_4_907:pw7@127.60.0.20:6432,127.60.0.21:6432/shop", secret["uris"]);
        Assert.Equal("postgresql://relation_id_4_907:pw7@127.60.0.20:6432,127.60.0.21:6432/shop_readonly", secret["read-only-uris"]);
        Assert.DoesNotContain(given.Values, v => v.Contains("pw7", StringComparison.Ordinal));

        var files = result.State.Container("pgbouncer").Files;
        Assert.Equal("\"relation_id_4\" \"quo\"\"te\"\n", files["/var/lib/pgbouncer/userlist.txt"]);
        Assert.Contains("default_pool_size = 25", files["/var/lib/pgbouncer/pgbouncer.ini"], StringComparison.Ordinal);
        var follower = JsonNode.Parse(files["/var/lib/pgbouncer/follower.json"])!;
        Assert.Equal(["127.60.0.10:5432", "127.60.0.11:5432"], follower["members"]!.AsArray().Select(m => (string?)m));
        Assert.Equal(["shop"], follower["pooled"]!.AsArray().Select(m => (string?)m));
        Assert.DoesNotContain(files.Where(f => f.Key.EndsWith(".ini", StringComparison.Ordinal)), f => f.Value.Contains("quo", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_cluster_refuses_is_said_with_its_reason()
    {
        var (cluster, client) = (Cluster("""{"907":"invalid role(s) for extra user roles: superuser"}"""), Client(907, "shop", "superuser"));
        var first = await _scenario.RunAsync(Trigger.RelationChanged(client), Ready(cluster, client));
        var result = await _scenario.RunAsync(Trigger.UpdateStatus, first.State);

        Assert.Equal(Status.Blocked("invalid role(s) for extra user roles: superuser (relation database:907 with shop)"), result.State.UnitStatus);
    }

    [Theory]
    [InlineData("pool_mode", "sometimes", "pool_mode: sometimes is none of transaction, statement, session")]
    [InlineData("max_db_connections", -1, "max_db_connections: -1 is less than 0")]
    [InlineData("max_client_connections", 0, "max_client_connections: 0 is less than 1")]
    public async Task A_wrong_option_blocks_with_its_name_and_value(string option, object value, string reason)
    {
        var state = Ready(Cluster()) with { Config = new Dictionary<string, object>(StringComparer.Ordinal) { [option] = value } };

        Assert.Equal(Status.Blocked($"Configuration Error: {reason}"), (await _scenario.RunAsync(Trigger.ConfigChanged, state)).State.UnitStatus);
    }

    [Fact]
    public async Task The_cluster_is_told_whether_members_have_to_show_certificates()
    {
        var (plain, trusted) = (Cluster(), new SecretState(CharmFiles.Data(("tls", "True"), ("tls-ca", "-----BEGIN CERTIFICATE-----"))));
        var secured = plain with { RemoteAppData = CharmFiles.Data([.. plain.RemoteAppData.Select(d => (d.Key, d.Value)), ("secret-tls", trusted.Uri)]) };
        var state = Ready(secured);
        var verifies = (await _scenario.RunAsync(Trigger.RelationChanged(secured), state with { Secrets = [.. state.Secrets, trusted] })).State;
        var follows = (await _scenario.RunAsync(
            Trigger.RelationChanged(secured),
            verifies with { Relations = [.. verifies.Relations.Select(r => r.Id == plain.Id ? r with { RemoteAppData = plain.RemoteAppData } : r)] })).State;

        Assert.Contains("server_tls_sslmode = verify-full", verifies.Container("pgbouncer").Files["/var/lib/pgbouncer/pgbouncer.ini"], StringComparison.Ordinal);
        Assert.Equal("true", verifies.Relation(secured).LocalUnitData["pooled-verifies"]);
        Assert.Contains("server_tls_sslmode = prefer", follows.Container("pgbouncer").Files["/var/lib/pgbouncer/pgbouncer.ini"], StringComparison.Ordinal);
        Assert.False(follows.Relation(secured).LocalUnitData.ContainsKey("pooled-verifies"));
    }

    [Fact]
    public async Task With_a_certificate_clients_are_told_to_use_tls_and_without_the_relation_no_more()
    {
        var signing = new SigningScenario();
        var scenario = new Scenario(c => new PgbouncerCharm(c), CharmFiles.Read("pgbouncer-k8s")) { Time = signing.Time };
        var (client, authority) = (Client(907, "shop"), new RelationState("certificates") { RemoteApp = "ca" });
        var asking = await scenario.RunAsync(Trigger.RelationChanged(client), Ready(Cluster(), client, authority));
        var request = (string)JsonNode.Parse(asking.State.Relation(authority).LocalUnitData["certificate_signing_requests"])![0]!["certificate_signing_request"]!;
        var signed = await signing.RunAsync(Trigger.RelationChanged(signing.Relation), signing.Asking(signing.Empty, [request]));

        var answered = asking.State.Relation(authority) with { RemoteAppData = signed.Relation(signing.Relation).LocalAppData };
        var with = (await scenario.RunAsync(Trigger.RelationChanged(answered), With(asking.State, answered))).State;

        var files = with.Container("pgbouncer").Files;
        Assert.Contains("client_tls_sslmode = require", files["/var/lib/pgbouncer/pgbouncer.ini"], StringComparison.Ordinal);
        Assert.Contains("PRIVATE KEY", files["/var/lib/pgbouncer/server.key"], StringComparison.Ordinal);
        Assert.Contains("BEGIN CERTIFICATE", files["/var/lib/pgbouncer/server.crt"], StringComparison.Ordinal);
        Assert.Equal("True", with.Secret("database.907.tls.secret").Latest["tls"]);
        Assert.EndsWith("/shop?sslmode=require", with.Secret("database.907.user.secret").Latest["uris"], StringComparison.Ordinal);

        var without = (await scenario.RunAsync(Trigger.UpdateStatus, with with { Relations = [.. with.Relations.Where(r => r.Endpoint != "certificates")] })).State;
        Assert.Contains("client_tls_sslmode = disable", without.Container("pgbouncer").Files["/var/lib/pgbouncer/pgbouncer.ini"], StringComparison.Ordinal);
        Assert.Equal("False", without.Secret("database.907.tls.secret").Latest["tls"]);
        Assert.Empty(without.Container("pgbouncer").Files["/var/lib/pgbouncer/server.key"]);

        static State With(State state, RelationState relation) =>
            state with { Relations = [.. state.Relations.Where(r => r.Id != relation.Id), relation] };
    }
}
