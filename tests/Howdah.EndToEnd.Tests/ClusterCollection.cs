using Howdah.Testbed;

// A cluster needs the machine for itself: three at once on two cores are late for their own leases.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Howdah.EndToEnd.Tests;

/// <summary>A deployed cluster; each test that uses it leaves it converged.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private PostgresCluster? _cluster;

    public PostgresCluster Cluster => _cluster ?? throw new InvalidOperationException("not deployed");

    public async Task InitializeAsync() => _cluster = await PostgresCluster.DeployAsync();

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}

[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>
{
    public const string Name = "a deployed cluster";
}
