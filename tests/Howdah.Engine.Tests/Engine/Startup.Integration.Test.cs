using Howdah.Engine.Models;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

public sealed class StartupTests
{
    private const string Database = """
        name: db
        containers: { server: { resource: image, mounts: [{ storage: data, location: /data }] } }
        resources: { image: { type: oci-image } }
        storage: { data: { type: filesystem, location: /srv/data } }
        peers: { cluster: { interface: db_peers } }
        provides: { db: { interface: sql } }
        """;

    [Fact]
    [Trait("Acceptance", "57")]
    public async Task A_unit_is_told_of_its_start_in_the_order_of_the_contract()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Database, "[ $event = start ] && status-set active ready");
        await engine.DeployAsync("db");
        await engine.SettleAsync();

        var told = engine.Told("db/0");
        Assert.Equal(["install", "cluster-relation-created db", "leader-elected"], told[..3]);
        Assert.Equal(["config-changed", "data-storage-attached data/0", "server-pebble-ready", "start"], told[3..].Order(StringComparer.Ordinal));
        Assert.Equal("start", told[told.IndexOf("config-changed") + 1]);
        var unit = engine.Snapshot.Units["db/0"];
        Assert.Equal((WorkloadStatus.Active, "ready", AgentStatus.Idle), (unit.Workload.Current, unit.Workload.Message, unit.Agent.Current));
        Assert.True(engine.Snapshot.IsLeader(unit));
    }

    [Fact]
    public async Task Three_units_know_each_other_and_one_leads()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(Database);
        await engine.DeployAsync("db", 3);
        await engine.SettleAsync();

        Assert.Equal("db/0", engine.Snapshot.Applications["db"].Leader);
        foreach (var number in Enumerable.Range(0, 3))
        {
            var told = engine.Told($"db/{number}");
            foreach (var other in Enumerable.Range(0, 3).Where(other => other != number))
            {
                var joined = told.IndexOf($"cluster-relation-joined db/{other}");
                Assert.True(joined > told.IndexOf("start"));
                Assert.Equal($"cluster-relation-changed db/{other}", told[joined + 1]);
            }

            Assert.Equal(number == 0, told.Contains("leader-elected"));
        }
    }
}
