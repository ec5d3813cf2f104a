using System.Text.Json.Nodes;
using Howdah.Charms.PostgresqlK8s.Actions;
using Howdah.Charms.PostgresqlK8s.Patroni;

namespace Howdah.Charms.Tests.Chaos;

/// <summary>Who may take over, as a real Patroni says.</summary>
public sealed class SwitchoverIntegrationTest
{
    [Fact]
    public async Task Who_may_take_over_is_waited_for_while_patroni_has_not_chosen()
    {
        await using var cluster = await GuardedCluster.StartAsync();
        var leader = (await cluster.LeaderAsync())!;
        using var patroni = new PatroniClient(leader.Address, GuardedMember.RestUser);
        using var another = new PatroniClient(leader.Address, GuardedMember.RestUser);
        await patroni.PatchConfigurationAsync(new JsonObject { ["synchronous_mode"] = false }, CancellationToken.None);
        await GuardedCluster.UntilAsync("cluster without a synchronous standby", async () =>
            (await patroni.FindClusterAsync(CancellationToken.None))!["members"]!.AsArray().All(m => (string?)m!["role"] != "sync_standby"));

        var candidates = Switchover.FindCandidatesAsync(another, "m", TimeProvider.System, CancellationToken.None);
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.False(candidates.IsCompleted);
        await patroni.PatchConfigurationAsync(new JsonObject { ["synchronous_mode"] = true }, CancellationToken.None);

        var candidate = Assert.Single(await candidates);
        Assert.Equal((await cluster.SynchronousAsync()).Name, candidate.Replace('/', '-'));
    }
}
