using Howdah.Engine.Substrates;
using Howdah.Engine.Tests.Harness;
using Howdah.Engine.Why;

namespace Howdah.Engine.Tests.Why;

/// <summary>Why units are not active, asked of a whole engine.</summary>
public sealed class ExplainTests
{
    [Fact]
    public async Task A_charm_written_with_Ops_says_what_it_waits_for()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(
            """
            name: everything
            peers: { peers: { interface: everything_peers } }
            provides: { database: { interface: postgresql_client } }
            requires: { etcd: { interface: etcd_client } }
            containers: { work-load: { resource: image } }
            resources: { image: { type: oci-image } }
            storage: { data: { type: filesystem, location: /data } }
            """,
            OpsCharm.Script,
            OpsCharm.EverythingConfig,
            "greet: {}\nexplode: {}");
        engine.AddCharm("name: store\nprovides: { kv: { interface: etcd_client } }", "status-set active");
        await engine.DeployAsync("everything");
        await engine.DeployAsync("store");
        await engine.SettleAsync();

        var why = engine.Model.Explain("everything/leader");
        Assert.Equal(("everything/0", "waiting", "for etcd"), (why.Unit, why.Status, why.Message));
        Assert.Equal(new Reason(ReasonKind.Relation, "etcd", "it has none", "howdah integrate everything:etcd store:kv"), why.Reasons[0]);
        Assert.Contains("\"kind\":\"relation\"", engine.Snapshot.Units["everything/0"].State["howdah.need"], StringComparison.Ordinal);
        Assert.Empty(engine.Model.Explain("store/0").Reasons);
    }

    [Fact]
    public async Task A_check_that_fails_is_a_reason_until_it_recovers()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: box\ncontainers: { work: { resource: image } }\nresources: { image: { type: oci-image } }", "status-set active");
        await engine.DeployAsync("box");
        await engine.SettleAsync();

        engine.Substrate.Happen("box/0", new ContainerEvent.CheckFailed("work", "alive"));
        await Deadline.WaitAsync("the check to be told", () => engine.Told("box/0").Contains("work-pebble-check-failed alive"));
        await engine.SettleAsync();
        Assert.Equal("work/alive", engine.Model.Explain("box/0").Reasons.Single().Name);
        engine.Substrate.Happen("box/0", new ContainerEvent.CheckRecovered("work", "alive"));
        await Deadline.WaitAsync("the recovery to be told", () => engine.Told("box/0").Contains("work-pebble-check-recovered alive"));
        await engine.SettleAsync();
        Assert.Empty(engine.Model.Explain("box/0").Reasons);
    }

    [Fact]
    public async Task A_failed_hook_names_its_record_and_what_it_complained_of()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: box", "[ $event = install ] && { echo no such file >&2; exit 1; }");
        await engine.DeployAsync("box");
        await engine.WaitAsync("the hook to fail", model => model.Units["box/0"].Told.Failure is not null);

        var reason = engine.Model.Explain("box/0").Reasons[0];
        Assert.Equal((ReasonKind.Hook, "install"), (reason.Kind, reason.Name));
        Assert.Contains("(no such file)", reason.Text, StringComparison.Ordinal);
        Assert.StartsWith("howdah show-hook box/0 ", reason.Command, StringComparison.Ordinal);
        Assert.Throws<EngineException>(() => engine.Model.Explain("box/9"));
    }
}
