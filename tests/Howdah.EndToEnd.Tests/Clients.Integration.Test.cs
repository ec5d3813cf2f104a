using Howdah.Testbed;

namespace Howdah.EndToEnd.Tests;

/// <summary>Several clients come at once, follow a failover, and go at once.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClientsIntegrationTest(ClusterFixture fixture)
{
    private const int Count = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private PostgresCluster Cluster => fixture.Cluster;

    [Fact]
    public async Task Each_has_its_own_user_and_database_and_learns_of_a_new_primary_and_its_user_goes_with_it()
    {
        await Cluster.ConvergedAsync(3, Limit);
        using var clients = new ManyClients(Cluster, Count);
        await clients.DeployAsync();
        try
        {
            await clients.RelateAsync(Limit);
            await Cluster.SettledAsync(Limit);
            Assert.Equal(Count, (await clients.UsersAsync()).Count);

            var primary = await Cluster.PrimaryAsync();
            var others = (await Cluster.UnitsAsync()).Where(u => u.Key != primary).Select(u => u.Value).ToList();
            await PrimaryFault.KillContainer(Cluster, primary);
            await clients.KnowAsync(others, Limit);
            await Cluster.ConvergedAsync(3, Limit);

            await clients.UnrelateAsync();
            await clients.AreForgottenAsync(Limit);
        }
        finally
        {
            await clients.RemoveAsync(Limit);
            await Cluster.SettledAsync(Limit);
        }
    }
}
