using Howdah.Testbed;

namespace Howdah.EndToEnd.Tests;

/// <summary>The secrets of a cluster without TLS; those of TLS are looked for where it is used.</summary>
[Collection(ClusterCollection.Name)]
public sealed class SecretsIntegrationTest(ClusterFixture fixture)
{
    [Fact]
    public async Task No_secret_is_in_a_log_the_journal_a_status_an_argument_or_a_file_that_others_can_read()
    {
        await fixture.Cluster.SettledAsync(TimeSpan.FromSeconds(60));
        (await fixture.Cluster.Howdah.RunAsync("run", "postgresql-k8s/leader", "set-password", "username=monitoring")).Expect();

        Assert.True(await SecretSearch.FindsNothingAsync(fixture.Cluster) >= 7);
    }
}
