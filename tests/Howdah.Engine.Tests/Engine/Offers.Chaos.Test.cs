using Howdah.Engine.Models;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

public sealed class OfferChaosTests
{
    private const string Script = """
        case $event in
          *-relation-joined) relation-set member=$unit; is-leader | grep -q True && relation-set --app ready=yes ;;
        esac
        exit 0
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_engine_that_dies_at_any_commit_brings_two_models_to_the_same_end(bool afterTheCommit)
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: server\nprovides: { db: { interface: sql } }", Script);
        engine.AddCharm("name: client\nrequires: { database: { interface: sql } }", Script);
        var offering = await engine.Controller.AddModelAsync("offering", CancellationToken.None);
        await engine.DeployAsync("client");
        await offering.DeployAsync(new DeployRequest("server"), CancellationToken.None);
        await offering.OfferAsync("server", ["db"], null, CancellationToken.None);
        await engine.StopAsync();

        var died = await MortalRun.RunAsync(engine, afterTheCommit, [Relate]);
        await engine.OpenAsync();
        Assert.Equal(("yes", "server/0"), Said(engine.Snapshot, "server", "server/0"));
        var half = await engine.WaitAsync(Offering(engine), "the other half to be told", model => IsTold(model));
        Assert.Equal("client/0", Said(half, half.Relations.Values.Single().Crossing!.Application, "/0").Member);
        await engine.StopAsync();

        died += await MortalRun.RunAsync(engine, afterTheCommit, [End]);
        Assert.True(died >= 10, $"the engine died only {died} times");
        await engine.OpenAsync();
        Assert.All(engine.Controller.Models, model => Assert.Empty(model.Snapshot.Relations));
        Assert.All(engine.Controller.Models.SelectMany(model => model.Snapshot.Units.Values), unit => Assert.Empty(unit.Told.Relations));
    }

    private static MortalStep Relate => new(
        engine => !engine.Snapshot.Relations.IsEmpty,
        engine => engine.Controller.AddRelationAsync("default", "client", "offering.server", CancellationToken.None),
        engine => Task.WhenAll(
            engine.WaitAsync("the consumer to be told", IsTold), engine.WaitAsync(Offering(engine), "the other half to be told", IsTold)));

    private static MortalStep End => new(
        engine => engine.Snapshot.Relations.IsEmpty || engine.Snapshot.Relations.Values.Single().Life != Life.Alive,
        engine => engine.Model.RemoveRelationAsync("client", "server", CancellationToken.None),
        engine => Task.WhenAll(
            engine.WaitAsync("the relation to go", model => model.Relations.IsEmpty),
            engine.WaitAsync(Offering(engine), "the other half to go", model => model.Relations.IsEmpty)));

    private static ModelService Offering(TestEngine engine) => engine.Controller.GetModel("offering");

    private static bool IsTold(ModelSnapshot model) =>
        model.Relations.Values.SingleOrDefault() is { } relation
        && model.Units.Values.Single().Told.Relations.GetValueOrDefault(relation.Id) is { Members: { Count: 1 } members, Application: > 0 }
        && members.Values.All(version => relation.Members[members.Keys.Single()].Databag.Version == version)
        && relation.Members[members.Keys.Single()].Databag.Values.ContainsKey("member");

    private static (string Ready, string Member) Said(ModelSnapshot model, string application, string unit)
    {
        var relation = model.Relations.Values.Single();
        return (relation.Applications[application].Values["ready"],
            relation.Members.Single(member => member.Key.StartsWith(application, StringComparison.Ordinal) && member.Key.EndsWith(unit, StringComparison.Ordinal))
                .Value.Databag.Values["member"]);
    }
}
