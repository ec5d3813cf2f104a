using Howdah.Engine.Models;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

public sealed class RelationsTests
{
    private const string Server = """
        name: server
        provides: { db: { interface: sql } }
        """;

    private const string Client = """
        name: client
        requires: { database: { interface: sql, limit: 1 } }
        """;

    private const string ServerScript = """
        case $event in
          db-relation-created) is-leader | grep -q True && relation-set --app address=here ;;
          db-relation-joined) relation-set greeting="hello $JUJU_REMOTE_UNIT" ;;
        esac
        """;

    private const string ClientScript = """
        case $event in
          database-relation-changed)
            if [ -n "$JUJU_REMOTE_UNIT" ]; then
              echo "$unit got $(relation-get greeting)" >> "$journal"
            else
              echo "$unit found $(relation-get address)" >> "$journal"
            fi ;;
          database-relation-broken) echo "$unit ids [$(relation-ids database)]" >> "$journal" ;;
        esac
        """;

    [Fact]
    public async Task What_one_side_writes_the_other_side_is_told_once()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Server, ServerScript);
        engine.AddCharm(Client, ClientScript);
        await engine.DeployAsync("server");
        await engine.DeployAsync("client");
        await engine.Model.AddRelationAsync("client", "server", CancellationToken.None);
        var model = await engine.SettleAsync();

        var told = engine.Told("client/0").SkipWhile(line => line != "database-relation-created server").ToList();
        Assert.Contains("database-relation-joined server/0", told);
        Assert.Contains("found here", told);
        Assert.Contains("got hello client/0", told);
        Assert.Equal(told.IndexOf("database-relation-joined server/0") + 1, told.IndexOf("database-relation-changed server/0"));

        var relation = model.Relations.Values.Single();
        Assert.Equal("here", relation.Applications["server"].Values["address"]);
        Assert.Equal(model.Units["server/0"].Address, relation.Members["server/0"].Databag.Values["ingress-address"]);
        engine.ForgetTold();
        await engine.ExecAsync("server/0", $"relation-set -r db:{relation.Id} greeting='hello client/0'");
        await engine.SettleAsync();
        Assert.Empty(engine.Told("client/0"));
    }

    [Fact]
    [Trait("Acceptance", "40")]
    public async Task A_relation_that_is_removed_is_departed_then_broken_then_gone()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Server, ServerScript);
        engine.AddCharm(Client, ClientScript);
        await engine.DeployAsync("server", 2);
        await engine.DeployAsync("client");
        await engine.Model.AddRelationAsync("client:database", "server:db", CancellationToken.None);
        await engine.SettleAsync();
        engine.ForgetTold();

        await engine.Model.RemoveRelationAsync("client", "server", CancellationToken.None);
        await engine.WaitAsync("the relation to go", model => model.Relations.IsEmpty);

        Assert.Equal(
            [
                "database-relation-departed server/0 departing=server/0", "database-relation-departed server/1 departing=server/1",
                "database-relation-broken server", "ids []",
            ],
            engine.Told("client/0"));
        Assert.All(engine.Snapshot.Units.Values, unit => Assert.Empty(unit.Told.Relations));
    }

    [Fact]
    [Trait("Acceptance", "64")]
    public async Task A_unit_that_goes_is_departed_from_and_breaks_its_own_relations()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Server, ServerScript);
        engine.AddCharm(Client, ClientScript);
        await engine.DeployAsync("server", 2);
        await engine.DeployAsync("client");
        await engine.Model.AddRelationAsync("client", "server", CancellationToken.None);
        await engine.SettleAsync();
        engine.ForgetTold();

        await engine.Model.RemoveUnitsAsync(["server/0"], destroyStorage: false, force: false, CancellationToken.None);
        await engine.WaitAsync("the unit to go", model => !model.Units.ContainsKey("server/0"));
        await engine.SettleAsync();

        Assert.Equal(
            ["db-relation-departed client/0 departing=server/0", "db-relation-broken client", "stop", "remove"], engine.Told("server/0"));
        Assert.Equal(["database-relation-departed server/0 departing=server/0"], engine.Told("client/0"));
        Assert.Contains("leader-elected", engine.Told("server/1"));
        Assert.Equal("server/1", engine.Snapshot.Applications["server"].Leader);
        Assert.False(engine.Substrate.Has("server/0"));
    }

    [Fact]
    public async Task An_application_that_goes_takes_its_relations_along()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Server, ServerScript);
        engine.AddCharm(Client, ClientScript);
        await engine.DeployAsync("server");
        await engine.DeployAsync("client");
        await engine.Model.AddRelationAsync("client", "server", CancellationToken.None);
        await engine.SettleAsync();

        await engine.Model.RemoveApplicationAsync("server", destroyStorage: false, force: false, CancellationToken.None);
        await engine.WaitAsync("the application to go", model => !model.Applications.ContainsKey("server"));

        Assert.Contains("database-relation-broken server", engine.Told("client/0"));
        Assert.Empty(engine.Snapshot.Relations);
        await engine.DeployAsync("server");
        await engine.SettleAsync();
        Assert.Equal("server/1", engine.Snapshot.UnitsOf("server").Single().Name);
    }

    [Theory]
    [InlineData("client", "nobody", "application \"nobody\" not found")]
    [InlineData("client:nothing", "server", "application \"client\" has no \"nothing\" relation")]
    [InlineData("client", "other", "no relations found")]
    [InlineData("client:database", "other:web", "no relations found: client:database is a requirer of \"sql\", other:web is a provider of \"http\"")]
    [InlineData("client", "both", "ambiguous relation: \"client both\" could refer to \"client:database both:a\"; \"client:database both:b\"")]
    public async Task What_cannot_be_related_is_refused_with_a_reason(string one, string other, string message)
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Client);
        engine.AddCharm("name: other\nprovides: { web: { interface: http } }");
        engine.AddCharm("name: both\nprovides: { a: { interface: sql }, b: { interface: sql } }");
        engine.AddCharm(Server);
        foreach (var charm in new[] { "client", "other", "both", "server" })
        {
            await engine.DeployAsync(charm, 0);
        }

        var error = await Assert.ThrowsAsync<EngineException>(() => engine.Model.AddRelationAsync(one, other, CancellationToken.None));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public async Task A_relation_is_made_once_and_within_its_endpoints_limit()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Client);
        engine.AddCharm(Server);
        await engine.DeployAsync("client", 0);
        await engine.DeployAsync("server", 0);
        await engine.DeployAsync("server", 0, "second");
        await engine.Model.AddRelationAsync("client", "server", CancellationToken.None);

        var again = await Assert.ThrowsAsync<EngineException>(() => engine.Model.AddRelationAsync("client", "server", CancellationToken.None));
        Assert.Equal((EngineErrorKind.Conflict, "relation client:database server:db already exists"), (again.Kind, again.Message));
        var more = await Assert.ThrowsAsync<EngineException>(() => engine.Model.AddRelationAsync("client", "second", CancellationToken.None));
        Assert.Equal(
            "cannot add relation \"client:database second:db\": establishing a new relation for client:database would exceed its maximum relation limit of 1",
            more.Message);
    }
}
