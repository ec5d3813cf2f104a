using Howdah.Interfaces;
using Howdah.Ops.TestCharm;
using Howdah.Ops.Testing;

namespace Howdah.Ops.Tests.Interfaces;

/// <summary>Both sides against each other's databags, as data_interfaces write them.</summary>
public sealed class PostgresqlClientTests
{
    private const int Id = 700;
    private static readonly CharmMetadata DatabaseMetadata = CharmMetadataReader.Parse(DatabaseCharm.MetadataYaml);
    private static readonly Scenario Database = new(c => new DatabaseCharm(c), DatabaseMetadata);
    private readonly List<DatabaseGrant?> seen = [];
    private readonly Scenario client;

    public PostgresqlClientTests() =>
        client = new Scenario(c => new ClientCharm(c, seen.Add), CharmMetadataReader.Parse(ClientCharm.MetadataYaml));

    private static RelationState Relation(string other) => new("database") { Id = Id, RemoteApp = other };

    /// <summary>A database that has been asked in the way of today's clients.</summary>
    private static State Asked => new()
    {
        Leader = true,
        Relations =
        [
            Relation("client") with
            {
                RemoteAppData = new Dictionary<string, string>
                {
                    ["database"] = "shop",
                    ["extra-user-roles"] = "CREATEDB,admin",
                    ["requested-secrets"] = """["username","password","tls","tls-ca","uris","read-only-uris","entity-name","entity-password"]""",
                },
            },
        ],
    };

    [Fact]
    public async Task The_client_asks_in_its_application_and_its_unit_databag()
    {
        var relation = Relation("database");
        var result = await client.RunAsync(
            Trigger.RelationCreated(relation), new State { Leader = true, Relations = [relation] });

        var bags = result.State.Relation(Id);
        Assert.Equal(["database", "extra-user-roles", "requested-secrets"], bags.LocalAppData.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("shop", "CREATEDB,admin"), (bags.LocalAppData["database"], bags.LocalAppData["extra-user-roles"]));
        Assert.Equal(
            """["username","password","tls","tls-ca","uris","read-only-uris","entity-name","entity-password"]""",
            bags.LocalUnitData["requested-secrets"]);
        Assert.Equal([null], seen);
    }

    [Fact]
    public async Task A_unit_that_does_not_lead_asks_for_itself_only()
    {
        var relation = Relation("database");
        var result = await client.RunAsync(Trigger.RelationCreated(relation), new State { Relations = [relation] });

        Assert.Empty(result.State.Relation(Id).LocalAppData);
        Assert.Equal(["requested-secrets"], result.State.Relation(Id).LocalUnitData.Keys);
    }

    [Fact]
    public async Task The_database_answers_with_secrets_for_what_is_secret()
    {
        var result = await Database.RunAsync(Trigger.RelationChanged(Asked.Relations[0]), Asked);

        var bag = result.State.Relation(Id).LocalAppData;
        var user = result.State.Secret($"database.{Id}.user.secret");
        Assert.Equal(
            ["data", "database", "endpoints", "read-only-endpoints", "secret-tls", "secret-user", "version"],
                bag.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("primary:5432", "primary:5432", "15.6"), (bag["endpoints"], bag["read-only-endpoints"], bag["version"]));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["username"] = $"relation_id_{Id}",
                ["password"] = $"secret-of-{Id}",
                ["uris"] = $"postgresql://u:secret-of-{Id}@primary:5432/shop",
            },
            user.Content);
        Assert.Equal(user.Uri, bag["secret-user"]);
        Assert.Contains("\"database\":\"shop\"", bag["data"], StringComparison.Ordinal);
        Assert.DoesNotContain($"secret-of-{Id}", string.Join('\n', bag.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_moves_keeps_the_password()
    {
        var first = await Database.RunAsync(Trigger.RelationChanged(Asked.Relations[0]), Asked);
        var moved = new Scenario(c => new DatabaseCharm(c) { Endpoints = "other:5432" }, DatabaseMetadata);

        var second = await moved.RunAsync(Trigger.RelationChanged(first.State.Relations[0]), first.State);

        Assert.Equal("other:5432", second.State.Relation(Id).LocalAppData["endpoints"]);
        var user = second.State.Secret($"database.{Id}.user.secret");
        Assert.Equal(($"secret-of-{Id}", 2), (user.Latest["password"], user.LatestRevision));
    }

    [Fact]
    public async Task Saying_the_same_again_writes_nothing()
    {
        var first = await Database.RunAsync(Trigger.RelationChanged(Asked.Relations[0]), Asked);
        var second = await Database.RunAsync(Trigger.RelationChanged(first.State.Relations[0]), first.State);

        Assert.DoesNotContain(
            second.Commands, c => c.Command is "relation-set" or "secret-set" or "secret-add" or "secret-grant");
    }

    [Fact]
    public async Task The_client_reads_what_the_database_wrote()
    {
        var served = await Database.RunAsync(Trigger.RelationChanged(Asked.Relations[0]), Asked);
        var relation = Relation("database") with { RemoteAppData = served.State.Relation(Id).LocalAppData };
        var secrets = served.State.Secrets.Select(s => s with { Owner = SecretOwner.Other, Label = null }).ToList();

        await client.RunAsync(Trigger.RelationChanged(relation), new State { Relations = [relation], Secrets = secrets });

        var grant = Assert.Single(seen)!;
        Assert.Equal(
            ("shop", $"relation_id_{Id}", $"secret-of-{Id}", "primary:5432", "15.6", false),
            (grant.Database, grant.Username, grant.Password, grant.Endpoints, grant.Version, grant.Tls));
        Assert.DoesNotContain("secret-of", grant.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_from_before_secrets_gets_all_in_the_databag_and_reads_it_there()
    {
        var old = Asked with
        {
            Relations = [Asked.Relations[0] with { RemoteAppData = new Dictionary<string, string> { ["database"] = "shop" } }],
        };
        var served = await Database.RunAsync(Trigger.RelationChanged(old.Relations[0]), old);

        var bag = served.State.Relation(Id).LocalAppData;
        Assert.Empty(served.State.Secrets);
        Assert.Equal(($"secret-of-{Id}", "False"), (bag["password"], bag["tls"]));

        var relation = Relation("database") with { RemoteAppData = bag };
        await client.RunAsync(Trigger.RelationChanged(relation), new State { Relations = [relation] });
        Assert.Equal($"secret-of-{Id}", Assert.Single(seen)!.Password);
    }

    [Fact]
    public async Task A_secret_that_is_not_readable_yet_is_waited_for()
    {
        var relation = Relation("database") with
        {
            RemoteAppData = new Dictionary<string, string> { ["endpoints"] = "e:1", ["secret-user"] = "secret:00000000000000000000" },
        };
        await client.RunAsync(Trigger.RelationChanged(relation), new State { Relations = [relation] });

        Assert.Equal([null], seen);
    }

    [Fact]
    public async Task Nonsense_from_the_other_side_is_no_request_for_secrets()
    {
        var bag = new Dictionary<string, string> { ["database"] = "shop", ["requested-secrets"] = "{not json" };
        var state = Asked with { Relations = [Asked.Relations[0] with { RemoteAppData = bag }] };

        var served = await Database.RunAsync(Trigger.RelationChanged(state.Relations[0]), state);

        Assert.Equal("shop", served.State.Relation(Id).LocalAppData["database"]);
    }

    [Fact]
    public async Task A_relation_that_is_broken_takes_its_secrets_along()
    {
        var served = await Database.RunAsync(Trigger.RelationChanged(Asked.Relations[0]), Asked);
        var broken = await Database.RunAsync(Trigger.RelationBroken(served.State.Relations[0]), served.State);

        Assert.Empty(broken.State.Secrets);
    }
}
