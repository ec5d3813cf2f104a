using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Acceptance;

/// <summary>The checks of the Juju contract on who is a member of which relation.</summary>
public sealed class RelationConformanceTests
{
    [Fact]
    [Trait("Acceptance", "37")]
    [Trait("Acceptance", "38")]
    [Trait("Acceptance", "39")]
    public async Task Members_are_the_units_of_the_other_side_also_after_scaling_either_side()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(
            "name: app\npeers: { peer: { interface: peers } }\nrequires: { db: { interface: sql }, ingress: { interface: http } }");
        engine.AddCharm("name: database\nprovides: { db: { interface: sql } }");
        engine.AddCharm("name: proxy\nprovides: { http: { interface: http } }");
        await engine.DeployAsync("app", 3);
        await engine.DeployAsync("database", 3);
        await engine.DeployAsync("proxy", 2);
        await engine.Model.AddRelationAsync("app", "database", CancellationToken.None);
        await engine.Model.AddRelationAsync("app", "proxy", CancellationToken.None);
        await engine.SettleAsync();
        await AssertMembersAsync(engine, "app/0", "app/1 app/2|database/0 database/1 database/2|proxy/0 proxy/1");
        foreach (var remote in new[] { "database/0", "database/1", "database/2" })
        {
            var told = engine.Told("app/0");
            Assert.Equal($"db-relation-changed {remote}", told[told.IndexOf($"db-relation-joined {remote}") + 1]);
        }

        await engine.Model.ScaleAsync("database", 1, CancellationToken.None);
        await engine.Model.ScaleAsync("app", 4, CancellationToken.None);
        await engine.WaitAsync("the scaling", model => model.UnitsOf("database").Count() == 1 && model.UnitsOf("app").Count() == 4);
        await engine.SettleAsync();
        await AssertMembersAsync(engine, "app/0", "app/1 app/2 app/3|database/0|proxy/0 proxy/1");
        await AssertMembersAsync(engine, "app/3", "app/0 app/1 app/2|database/0|proxy/0 proxy/1");
    }

    private static async Task AssertMembersAsync(TestEngine engine, string unit, string expected)
    {
        var task = await engine.ExecAsync(
            unit, "for endpoint in peer db ingress; do relation-list -r $(relation-ids $endpoint) | tr '\\n' ' '; printf '|'; done");
        Assert.Equal(expected, task.Stdout.Replace(" |", "|", StringComparison.Ordinal).TrimEnd('|'));
    }
}
