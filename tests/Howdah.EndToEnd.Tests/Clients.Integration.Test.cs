using System.Globalization;
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
            var primary = await Cluster.PrimaryAsync();
            var users = await UsersAsync(primary);
            Assert.Equal(Count, users.Count(u => clients.Databases.Any(d => u.EndsWith(" " + d, StringComparison.Ordinal))));

            await PrimaryFault.KillContainer(Cluster, primary);
            await Deadline.WaitAsync("another member leads", Limit, async () =>
                await Cluster.FindPrimaryAsync() is { } now && now != primary ? null : "none does");
            await clients.KnowAsync((await Cluster.UnitsAsync())[await Cluster.PrimaryAsync()], Limit);
            await Cluster.ConvergedAsync(3, Limit);

            await clients.UnrelateAsync();
            await Deadline.WaitAsync("their users are gone", Limit, async () =>
                (await UsersAsync(await Cluster.PrimaryAsync())).Where(u => clients.Databases.Any(d => u.EndsWith(" " + d, StringComparison.Ordinal))).ToList()
                    is { Count: > 0 } left ? string.Join(", ", left) : null);
        }
        finally
        {
            await clients.RemoveAsync(Limit);
            await Cluster.SettledAsync(Limit);
        }
    }

    // "relation_id_7 client0", one for each user of a database.
    private async Task<IReadOnlyList<string>> UsersAsync(string unit) => await Cluster.AskAsync(
        (await Cluster.UnitsAsync())[unit],
        """
        select u.rolname || ' ' || d.rolname from pg_auth_members m join pg_roles u on u.oid = m.member join pg_roles d on d.oid = m.roleid
         where u.rolname like 'relation\_id\_%' and u.rolcanlogin order by 1
        """);
}
