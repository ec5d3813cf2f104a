using Howdah.Engine.Models;
using Howdah.Engine.Tests.Harness;
using static Howdah.Engine.Tests.Engine.TwoModels;

namespace Howdah.Engine.Tests.Engine;

public sealed class OffersTests
{
    [Fact]
    public async Task Units_of_two_models_are_told_of_each_other_as_if_they_were_in_one()
    {
        await using var engine = await RelatedAsync(servers: 2);
        var offering = engine.Controller.GetModel("offering");
        await ToldAsync(engine, "client/0", "got hello remote-");
        await ToldAsync(engine, "client/0", "database-relation-changed store/1");
        var half = Half(offering);
        var pseudonym = half.Crossing!.Application;
        Assert.Matches("^remote-[0-9a-f]{32}$", pseudonym);
        await ToldAsync(engine, "client/0", $"read first of uuid: {offering.Snapshot.Model.Uuid}");
        var told = engine.Told("client/0");
        Assert.Equal(["database-relation-joined store/0", "database-relation-joined store/1"], told.Where(line => line.Contains("joined", StringComparison.Ordinal)));
        Assert.Equal(told.IndexOf("database-relation-joined store/0") + 1, told.IndexOf("database-relation-changed store/0"));
        await ToldAsync(engine, "server/1", "heard more");
        Assert.Contains($"db-relation-joined {pseudonym}/0", engine.Told("server/1"));

        var relation = engine.Snapshot.Relations.Values.Single();
        Assert.Equal(offering.Snapshot.Units["server/0"].Address, relation.Members["store/0"].Databag.Values["ingress-address"]);
        Assert.Equal(half.Id, relation.Crossing!.Relation);
    }

    [Fact]
    public async Task A_secret_is_followed_over_models_and_its_owner_told_when_nobody_reads_the_old_revision()
    {
        await using var engine = await RelatedAsync(servers: 1);
        await ToldAsync(engine, "client/0", "read first");
        var offering = engine.Controller.GetModel("offering");
        var secret = offering.Snapshot.Secrets.Values.Single();
        await offering.ExecAsync(["server/0"], $"secret-set {secret.Id} password=second", CancellationToken.None);

        await ToldAsync(engine, "client/0", "read second");
        await engine.WaitAsync(offering, "the first revision to be removed", model => model.Secrets[secret.Id].Revisions.Keys.SequenceEqual([2]));
        var copy = await engine.WaitAsync("it to be removed here too", model => model.Secrets[secret.Id].Revisions.Keys.SequenceEqual([2]));
        Assert.Equal("store", copy.Secrets[secret.Id].Owner);

        await offering.ExecAsync(["server/0"], $"secret-revoke {secret.Id} --relation db:{Half(offering).Id}", CancellationToken.None);
        await engine.WaitAsync("the copy to go with the grant", model => model.Secrets.IsEmpty && model.SecretContents.IsEmpty);
        await engine.WaitAsync(offering, "its readers to be forgotten", model => model.Secrets[secret.Id].Consumers.IsEmpty);
    }

    [Theory]
    [InlineData("the consumer ends the relation")]
    [InlineData("the consumer forgets the offer")]
    [InlineData("the consuming application goes")]
    [InlineData("the consuming model goes")]
    [InlineData("the offer is removed")]
    [InlineData("the offered application goes")]
    [InlineData("the offering model goes")]
    public async Task Both_sides_are_told_of_the_end_whoever_brings_it(string cause)
    {
        await using var engine = await RelatedAsync(servers: 1);
        await ToldAsync(engine, "client/0", "got hello");
        await ToldAsync(engine, "server/0", "heard more");
        var (offering, consuming) = (engine.Controller.GetModel("offering"), engine.Model);
        var pseudonym = Half(offering).Crossing!.Application;
        engine.ForgetTold();
        var none = CancellationToken.None;
        await (cause switch
        {
            "the consumer ends the relation" => consuming.RemoveRelationAsync("client", "store", none),
            "the consumer forgets the offer" => consuming.RemoveRemoteAsync("store", none),
            "the consuming application goes" => consuming.RemoveApplicationAsync("client", destroyStorage: false, force: false, none),
            "the consuming model goes" => engine.Controller.DestroyModelAsync("default", destroyStorage: false, force: false, none),
            "the offer is removed" => offering.RemoveOfferAsync("shop", force: true, none),
            "the offered application goes" => offering.RemoveApplicationAsync("server", destroyStorage: false, force: true, none),
            _ => engine.Controller.DestroyModelAsync("offering", destroyStorage: false, force: false, none),
        });

        if (cause != "the consuming model goes")
        {
            await engine.WaitAsync("the relation to go", model => model.Relations.IsEmpty && model.Secrets.IsEmpty);
        }

        if (cause != "the offering model goes")
        {
            await engine.WaitAsync(offering, "the other half to go", model => model.Relations.Values.All(relation => relation.IsPeer));
        }

        await ToldAsync(engine, "client/0", "database-relation-broken store");
        Assert.Equal(1, engine.Told("client/0").Count(line => line.StartsWith("database-relation-departed store/0", StringComparison.Ordinal)));
        if (cause != "the offered application goes")
        {
            await ToldAsync(engine, "server/0", $"db-relation-broken {pseudonym}");
        }

        if (cause is "the offer is removed" or "the offering model goes")
        {
            await engine.WaitAsync("the end to be shown", model =>
                model.RemoteApplications["store"].Status is { Current: WorkloadStatus.Terminated, Message: "offer has been removed" });
        }
    }

    [Fact]
    public async Task Scaling_on_either_side_is_seen_on_the_other()
    {
        await using var engine = await RelatedAsync(servers: 1);
        await ToldAsync(engine, "client/0", "got hello");
        var offering = engine.Controller.GetModel("offering");
        await engine.Model.ScaleAsync("client", 2, CancellationToken.None);
        await offering.ScaleAsync("server", 2, CancellationToken.None);
        await ToldAsync(engine, "client/1", "database-relation-joined store/1");
        await ToldAsync(engine, "server/1", "/1");

        await offering.ScaleAsync("server", 1, CancellationToken.None);
        await ToldAsync(engine, "client/1", "database-relation-departed store/1 departing=store/1");
        await engine.SettleAsync();
        Assert.False(engine.Snapshot.Relations.Values.Single().Members["store/1"].InScope);
    }

    [Fact]
    public async Task What_cannot_be_offered_or_consumed_is_refused_with_a_reason()
    {
        await using var engine = await RelatedAsync(servers: 1);
        await ToldAsync(engine, "client/0", "got hello");
        var none = CancellationToken.None;
        var (controller, offering) = (engine.Controller, engine.Controller.GetModel("offering"));
        await RefusedAsync("application \"nobody\" not found", () => offering.OfferAsync("nobody", ["db"], null, none));
        await RefusedAsync("application \"server\" has no \"cluster\" endpoint that can be offered", () => offering.OfferAsync("server", ["cluster"], null, none));
        await RefusedAsync("offer \"shop\" already exists", () => offering.OfferAsync("server", ["web"], "shop", none));
        await RefusedAsync(
            "offer \"admin/offering.bank\" not found; 'howdah find-offers' lists those that there are",
            () => controller.ConsumeAsync("default", "admin/offering.bank", null, none));
        await RefusedAsync("invalid offer URL \"offering\": expected admin/MODEL.OFFER", () => controller.ConsumeAsync("default", "offering", null, none));
        await RefusedAsync(
            "offer \"far:admin/offering.shop\" is of controller \"far\", and only offers of \"howdah\" can be consumed here",
            () => controller.ConsumeAsync("default", "far:admin/offering.shop", null, none));
        await RefusedAsync(
            "offer \"shop\" is of this model: relate to application \"server\" itself", () => controller.ConsumeAsync("offering", "offering.shop", "own", none));
        await RefusedAsync(
            "cannot consume offer \"shop\" as \"client\": an application has this name; give another one",
            () => controller.ConsumeAsync("default", "offering.shop", "client", none));
        await RefusedAsync(
            "cannot add application \"store\": a consumed offer has this name; deploy it under another name", () => engine.DeployAsync("client", 0, "store"));
        await RefusedAsync("relation client:database store:db already exists", () => controller.AddRelationAsync("default", "client", "store", none));
        await RefusedAsync("offer \"store\" has no \"web\" endpoint; it has db", () => controller.AddRelationAsync("default", "client", "store:web", none));
        await RefusedAsync(
            "cannot remove offer \"shop\": it has 1 relation; use --force to end them too", () => offering.RemoveOfferAsync("shop", force: false, none));
        await RefusedAsync(
            "cannot remove application \"server\": it is used by 1 consumer in other models; remove its offer first, or use --force",
            () => offering.RemoveApplicationAsync("server", destroyStorage: false, force: false, none));
        await engine.DeployAsync("client", 0, "second");
        await engine.DeployAsync("client", 0, "third");
        await controller.AddRelationAsync("default", "second", "store", none);
        await engine.WaitAsync(offering, "the second relation", model => model.Relations.Values.Count(relation => !relation.IsPeer) == 2);
        await RefusedAsync(
            "cannot add relation \"third:database store:db\": establishing a new relation for server:db would exceed its maximum relation limit of 2",
            () => controller.AddRelationAsync("default", "third", "store", none));
    }

    [Fact]
    public async Task An_engine_that_is_opened_again_goes_on_between_models()
    {
        await using var engine = await RelatedAsync(servers: 1);
        await ToldAsync(engine, "client/0", "got hello");
        await engine.StopAsync();
        engine.ForgetTold();
        await engine.OpenAsync();
        var offering = engine.Controller.GetModel("offering");
        await offering.ExecAsync(["server/0"], $"relation-set -r db:{Half(offering).Id} greeting=again", CancellationToken.None);
        await ToldAsync(engine, "client/0", "got again");
        await engine.SettleAsync();
        Assert.DoesNotContain(engine.Told("client/0"), line => line.Contains("-created", StringComparison.Ordinal)
            || line.Contains("-joined", StringComparison.Ordinal) || line.Contains("-broken", StringComparison.Ordinal));
        Assert.Equal("again", engine.Snapshot.Relations.Values.Single().Members["store/0"].Databag.Values["greeting"]);
    }
}
