using System.Text.Json.Nodes;
using Howdah.Engine.Models;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

/// <summary>Charms written with Ops, as processes, with the real hook commands between them and the engine.</summary>
public sealed class OpsCharmsTests
{
    private const string Database = """
        name: database
        provides: { database: { interface: postgresql_client } }
        """;

    private const string Client = """
        name: client
        requires: { database: { interface: postgresql_client } }
        """;

    private const string Everything = """
        name: everything
        peers: { peers: { interface: everything_peers } }
        provides: { database: { interface: postgresql_client } }
        requires: { etcd: { interface: etcd_client } }
        containers: { work-load: { resource: image } }
        resources: { image: { type: oci-image } }
        storage: { data: { type: filesystem, location: /data } }
        """;

    private const string EverythingActions = """
        greet:
          params: { name: { type: string }, greeting: { type: string, default: hello }, loud: { type: boolean, default: false } }
          required: [name]
        explode: {}
        """;

    [Fact]
    public async Task A_client_gets_a_database_whose_password_stays_in_a_secret_that_goes_with_the_relation()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Database, OpsCharm.Script);
        engine.AddCharm(Client, OpsCharm.Script);
        await engine.DeployAsync("database");
        await engine.SettleAsync();
        await engine.DeployAsync("client");
        await engine.SettleAsync();

        await engine.Model.AddRelationAsync("client", "database", CancellationToken.None);
        await engine.WaitAsync("the secrets", m => m.Secrets.Count == 2);
        var model = await engine.WaitAsync("the client to have its database", m =>
            m.Units["client/0"].WorkloadShown.Message == "shop for relation_id_0 at primary:5432");

        var relation = model.Relations.Values.Single();
        var secret = model.Secrets.Values.Single(s => s.Label == $"database.{relation.Id}.user.secret");
        var bag = relation.Applications["database"].Values;
        Assert.Contains(secret.Id, bag["secret-user"], StringComparison.Ordinal);
        Assert.DoesNotContain($"secret-of-{relation.Id}", string.Join('\n', bag.Values), StringComparison.Ordinal);

        await engine.SettleAsync();
        await engine.Model.RemoveRelationAsync("client", "database", CancellationToken.None);
        await engine.WaitAsync("the relation and its secrets to be gone", m => m.Relations.Count == 0 && m.Secrets.Count == 0);
    }

    [Fact]
    public async Task Actions_steps_and_statuses_arrive_as_the_charm_meant_them()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Everything, OpsCharm.Script, OpsCharm.EverythingConfig, EverythingActions);
        await engine.DeployAsync("everything");
        await engine.WaitAsync("the first step that waits", m =>
            m.Units["everything/0"] is { WorkloadShown: { Current: "waiting", Message: "for etcd" } });

        var greeted = await engine.RunAsync("everything/0", "greet", new JsonObject { ["name"] = "world" });
        var exploded = await engine.RunAsync("everything/0", "explode");

        Assert.Equal("hello world", greeted.Results!.Value.GetProperty("text").GetString());
        Assert.Equal("failed", exploded.Status);
        Assert.Contains("it exploded", exploded.Stderr, StringComparison.Ordinal);
    }
}
