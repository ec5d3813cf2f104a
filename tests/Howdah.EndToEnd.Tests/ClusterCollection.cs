using Howdah.Testbed;

namespace Howdah.EndToEnd.Tests;

/// <summary>One deployed cluster for all tests of the collection; each leaves it converged.</summary>
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
