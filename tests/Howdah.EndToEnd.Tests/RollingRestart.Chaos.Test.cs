using Howdah.Testbed;
using Npgsql;

namespace Howdah.EndToEnd.Tests;

/// <summary>A rolling restart that is cut short.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RollingRestartChaosTest(ClusterFixture fixture)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private PostgresCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task It_goes_on_where_it_was_when_the_leader_dies_half_way_and_loses_nothing()
    {
        await Cluster.ConvergedAsync(3, Limit);
        await Cluster.SettledAsync(Limit);
        var started = await Cluster.StartTimesAsync();
        var leader = await Cluster.LeaderAsync();
        await using var writer = await Cluster.StartWriterAsync();
        await writer.FlowingAsync(Limit);

        (await Cluster.Howdah.RunAsync("config", PostgresCluster.Application, "experimental_max_connections=160")).Expect();
        await Deadline.WaitAsync("one member has restarted", Limit, async () => await RestartedAsync(started) is 0 ? "none has" : null);
        await PrimaryFault.KillUnit(Cluster, leader);

        await Deadline.WaitAsync("all members have restarted", Limit, async () => await RestartedAsync(started) is var n and < 3 ? $"{n} have" : null);
        foreach (var (unit, address) in await Cluster.UnitsAsync())
        {
            Assert.True((await Cluster.AskAsync(address, "show max_connections")) is ["160"], unit);
        }

        await Cluster.ConvergedAsync(3, Limit);
        await Cluster.HoldsAllAsync(await writer.StopAsync(), Limit);
        (await Cluster.Howdah.RunAsync("config", PostgresCluster.Application, "--reset", "experimental_max_connections")).Expect();
        await Cluster.SettledAsync(Limit);
        await Cluster.ConvergedAsync(3, Limit);
    }

    private async Task<int> RestartedAsync(IReadOnlyDictionary<string, string> started)
    {
        try
        {
            return (await Cluster.StartTimesAsync()).Count(unit => started[unit.Key] != unit.Value);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException)
        {
            return 0;
        }
    }
}
