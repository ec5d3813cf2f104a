using Howdah.Engine.Bundles;
using Howdah.Engine.Models;
using Howdah.Engine.Tests.Harness;
using static Howdah.Engine.Tests.Engine.TwoModels;

namespace Howdah.Engine.Tests.Engine;

public sealed class SuspensionTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_suspended_relation_is_left_by_both_sides_and_entered_anew_once_it_is_resumed()
    {
        await using var engine = await RelatedAsync(servers: 2);
        await ToldAsync(engine, "client/0", "got hello remote-");
        await ToldAsync(engine, "client/0", "read first");
        await ToldAsync(engine, "server/1", "heard more");
        await engine.SettleAsync();
        var offering = engine.Controller.GetModel("offering");
        var id = Half(offering).Id;
        engine.ForgetTold();

        await offering.SuspendRelationAsync(id, "maintenance", None);
        await engine.WaitAsync("the client to have left", model => IsLeft(model, "client"));
        await engine.WaitAsync(offering, "the servers to have left", model => IsLeft(model, "server"));
        Assert.Equal(
            ["database-relation-departed store/0 departing=store/0", "database-relation-departed store/1 departing=store/1", "database-relation-broken store"],
            engine.Told("client/0"));
        Assert.Equal("maintenance", engine.Snapshot.Relations.Values.Single().Suspended);
        Assert.Equal("[]", (await engine.ExecAsync("client/0", "relation-ids database --format json")).Stdout.Trim());
        Assert.Contains("suspended", (await engine.ExecAsync("client/0", "goal-state")).Stdout, StringComparison.Ordinal);
        Assert.Equal(["database: it is suspended: maintenance (howdah resume-relation -m offering " + id + ")"], Why(engine));
        engine.ForgetTold();

        await offering.ResumeRelationAsync(id, None);
        await ToldAsync(engine, "client/0", "got hello remote-");
        await ToldAsync(engine, "client/0", "read first");
        await ToldAsync(engine, "server/1", "heard more");
        await engine.SettleAsync();
        var told = engine.Told("client/0").FindAll(line => line.Contains("-relation-", StringComparison.Ordinal));
        Assert.Equal("database-relation-created store", told[0]);
        Assert.Equal(["database-relation-joined store/0", "database-relation-joined store/1"], told.FindAll(line => line.Contains("joined", StringComparison.Ordinal)));
        Assert.Equal((null, id), (engine.Snapshot.Relations.Values.Single().Suspended, Half(offering).Id));
    }

    [Fact]
    public async Task What_was_said_before_a_suspension_is_not_read_after_it()
    {
        await using var engine = await RelatedAsync(servers: 1);
        await ToldAsync(engine, "client/0", "read first");
        var offering = engine.Controller.GetModel("offering");
        var id = Half(offering).Id;
        await offering.ExecAsync(["server/0"], $"relation-set -r db:{id} stale=yes; relation-set -r db:{id} --app stale=yes", None);
        await engine.WaitAsync("the words to arrive", model => Says(model, "stale"));

        await offering.SuspendRelationAsync(id, "", None);
        await engine.WaitAsync(offering, "the server to have left", model => IsLeft(model, "server"));
        await engine.WaitAsync("the client to have left", model => IsLeft(model, "client"));
        await offering.ResumeRelationAsync(id, None);
        await engine.WaitAsync("the server to speak again", model => model.Relations.Values.Single().IsActive && Says(model, "greeting"));
        Assert.False(Says(engine.Snapshot, "stale"));
        Assert.False(engine.Snapshot.Relations.Values.Single().Applications["store"].Values.ContainsKey("stale"));
    }

    [Fact]
    public async Task A_unit_that_comes_while_a_relation_is_suspended_hears_of_it_when_it_is_resumed()
    {
        await using var engine = await RelatedAsync(servers: 1);
        await ToldAsync(engine, "client/0", "got hello");
        var offering = engine.Controller.GetModel("offering");
        await offering.SuspendRelationAsync(Half(offering).Id, "", None);
        await engine.WaitAsync("the client to have left", model => IsLeft(model, "client"));
        await engine.Model.ScaleAsync("client", 2, None);
        await engine.SettleAsync();
        Assert.DoesNotContain(engine.Told("client/1"), line => line.StartsWith("database", StringComparison.Ordinal));

        await offering.ResumeRelationAsync(Half(offering).Id, None);
        await ToldAsync(engine, "client/1", "database-relation-joined store/0");
        await engine.Model.RemoveRelationAsync("client", "store", None);
        await engine.WaitAsync(offering, "the relation to go", model => model.Relations.Values.All(relation => relation.IsPeer));
    }

    [Fact]
    public async Task A_suspended_relation_can_be_removed()
    {
        await using var engine = await RelatedAsync(servers: 1);
        await ToldAsync(engine, "client/0", "got hello");
        var offering = engine.Controller.GetModel("offering");
        await offering.SuspendRelationAsync(Half(offering).Id, "", None);
        await engine.WaitAsync("the client to have left", model => IsLeft(model, "client"));
        await engine.Model.RemoveRelationAsync("client", "store", None);
        await engine.WaitAsync("the relation to go", model => model.Relations.IsEmpty);
        await engine.WaitAsync(offering, "its other half to go", model => model.Relations.Values.All(relation => relation.IsPeer));
        await engine.SettleAsync();
        Assert.Equal(1, engine.Told("client/0").Count(line => line.StartsWith("database-relation-broken", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Only_a_relation_that_uses_an_offer_is_suspended_and_only_where_the_offer_is()
    {
        await using var engine = await RelatedAsync(servers: 1);
        await ToldAsync(engine, "client/0", "got hello");
        var offering = engine.Controller.GetModel("offering");
        var peer = offering.Snapshot.Relations.Values.Single(relation => relation.IsPeer);
        await RefusedAsync("relation 99 not found", () => offering.SuspendRelationAsync(99, "", None));
        await RefusedAsync(
            $"relation {peer.Id} \"server:cluster\" uses no offer, and only relations that do can be suspended",
            () => offering.SuspendRelationAsync(peer.Id, "", None));
        var consuming = engine.Snapshot.Relations.Values.Single();
        await RefusedAsync(
            $"relation {consuming.Id} \"{consuming}\" is suspended and resumed where its offer is, in model \"offering\"",
            () => engine.Model.ResumeRelationAsync(consuming.Id, None));
    }

    [Fact]
    public async Task Bundles_offer_and_use_offers_and_change_nothing_when_they_are_deployed_again()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: server\nprovides: { db: { interface: sql, limit: 1 }, web: { interface: http } }");
        engine.AddCharm("name: client\nrequires: { database: { interface: sql } }");
        await engine.Controller.AddModelAsync("offering", None);
        const string offers = """
            applications: { server: { charm: server, scale: 1, expose: true } }
            ---
            applications: { server: { offers: { shop: { endpoints: [db, web], acl: { admin: admin } } } } }
            """;
        const string uses = """
            applications: { client: { charm: client, scale: 1 } }
            saas: { store: { url: "howdah:admin/offering.shop" } }
            relations: [[client, store]]
            """;
        Assert.Equal(
            ["- deploy application server with 1 unit of charm server", "- expose server", "- create offer shop using server:db,web"],
            await DeployAsync(engine, "offering", offers));
        Assert.Equal(
            [
                "- deploy application client with 1 unit of charm client", "- consume offer store at admin/offering.shop",
                "- add relation client:database - store:db",
            ],
            await DeployAsync(engine, "default", uses));
        await ToldAsync(engine, "client/0", "database-relation-joined store/0");
        Assert.Empty(await DeployAsync(engine, "offering", offers));
        Assert.Empty(await DeployAsync(engine, "default", uses));

        await RefusedAsync(
            "cannot add relation \"second:database store:db\": establishing a new relation for server:db would exceed its maximum relation limit of 1",
            () => DeployAsync(engine, "default", uses.Replace("client: {", "second: {", StringComparison.Ordinal).Replace("[client,", "[second,", StringComparison.Ordinal)));
        await RefusedAsync(
            "offer \"admin/offering.bank\" not found; 'howdah find-offers' lists those that there are",
            () => DeployAsync(engine, "default", uses.Replace(".shop", ".bank", StringComparison.Ordinal)));
    }

    private static bool IsLeft(ModelSnapshot model, string application) =>
        model.UnitsOf(application).All(unit => unit.Told.Relations.Values.Any(told => told.Broken));

    private static bool Says(ModelSnapshot model, string key) =>
        model.Relations.Values.Single().Members.GetValueOrDefault("store/0")?.Databag.Values.ContainsKey(key) == true;

    private static IEnumerable<string> Why(TestEngine engine) => engine.Model.Explain("client/0").Reasons
        .Where(reason => reason.Name == "database").Select(reason => $"{reason.Name}: {reason.Text} ({reason.Command})");

    private static async Task<List<string>> DeployAsync(TestEngine engine, string model, string bundle)
    {
        var steps = new Steps();
        await engine.Controller.DeployBundleAsync(model, BundleReader.Read(bundle, "bundle.yaml"), "/", steps, None);
        return steps.Lines;
    }
}
