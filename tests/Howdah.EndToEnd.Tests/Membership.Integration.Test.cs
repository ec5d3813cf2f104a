using Howdah.Testbed;

namespace Howdah.EndToEnd.Tests;

/// <summary>Units come and go, and the primary moves, while a client writes.</summary>
[Collection(ClusterCollection.Name)]
public sealed class MembershipIntegrationTest(ClusterFixture fixture)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private PostgresCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task A_leader_that_is_removed_leaves_the_client_its_database()
    {
        await Cluster.ConvergedAsync(3, Limit);
        await using var writer = await Cluster.StartWriterAsync();
        var before = await CredentialsAsync();
        var leader = await Cluster.LeaderAsync();

        (await Cluster.Howdah.RunAsync("add-unit", PostgresCluster.Application)).Expect();
        await Cluster.SettledAsync(Limit);
        (await Cluster.Howdah.RunAsync("remove-unit", leader)).Expect();
        await Deadline.WaitAsync($"{leader} goes", Limit, async () =>
            (await Cluster.UnitsAsync()).ContainsKey(leader) ? "it is there" : null);
        await Cluster.SettledAsync(Limit);
        await Cluster.ConvergedAsync(3, Limit);

        Assert.Equal(before, await CredentialsAsync());
        await Cluster.HoldsAllAsync(await writer.StopAsync(), Limit);
    }

    [Fact]
    public async Task A_synchronous_standby_is_promoted_while_a_client_writes()
    {
        await Cluster.ConvergedAsync(3, Limit);
        await using var writer = await Cluster.StartWriterAsync();
        var standby = await Cluster.SynchronousStandbyAsync();

        (await Cluster.Howdah.RunAsync("run", standby, "promote-to-primary", "scope=unit")).Expect();

        Assert.Equal(standby, await Cluster.PrimaryAsync());
        await writer.FlowingAsync(Limit);
        await Cluster.ConvergedAsync(3, Limit);
        await Cluster.HoldsAllAsync(await writer.StopAsync(), Limit);
        await Cluster.SettledAsync(Limit);
    }

    private async Task<(string? Username, string? Password)> CredentialsAsync()
    {
        var credentials = await Cluster.ReadCredentialsAsync();
        return (credentials.Username, credentials.Password);
    }
}
