using System.Globalization;
using Howdah.Testbed;
using Npgsql;

namespace Howdah.EndToEnd.Tests;

/// <summary>Several clients come at once, follow a failover, and go at once.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClientsIntegrationTest(ClusterFixture fixture)
{
    private const int Count = 5;

    private static readonly string Pgbench = Directory.GetDirectories("/usr/lib/postgresql")
        .MaxBy(f => int.Parse(Path.GetFileName(f), CultureInfo.InvariantCulture)) + "/bin/pgbench";

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

    [Fact]
    public async Task The_printed_connection_string_finds_the_primary_before_a_failover_and_after_it()
    {
        await Cluster.ConvergedAsync(3, Limit);
        await Cluster.SettledAsync(Limit);
        var printed = (await Cluster.Howdah.RunAsync("up", PostgresCluster.Bundle)).Expect().Split('\n').Select(l => l.Trim()).ToList();
        var uri = printed.Single(l => l.StartsWith("psql ", StringComparison.Ordinal))["psql ".Length..].Trim('"');
        var ofNpgsql = printed.Single(l => l.StartsWith("Host=", StringComparison.Ordinal));
        (await PsqlAsync("create table moves (address text)")).Expect();

        await Deadline.WaitAsync("each client finds the primary", Limit, FailureAsync);
        var primary = await Cluster.PrimaryAsync();
        await PrimaryFault.KillContainer(Cluster, primary);
        await Deadline.WaitAsync("each client finds the next primary", Limit, FailureAsync);

        (await PsqlAsync("drop table moves, pgbench_accounts, pgbench_branches, pgbench_history, pgbench_tellers")).Expect();
        await Cluster.ConvergedAsync(3, Limit);
        await Cluster.SettledAsync(Limit);

        async Task<string?> FailureAsync()
        {
            foreach (var client in (Func<Task<CommandResult>>[])[
                () => PsqlAsync("insert into moves values (inet_server_addr()::text)"),
                () => Cluster.Howdah.RunProgramAsync(Pgbench, "-i", "-q", "-s", "1", uri),
                () => Cluster.Howdah.RunProgramAsync(Pgbench, "-n", "-c", "4", "-t", "10", uri)])
            {
                if (await client() is { ExitCode: not 0 } failed)
                {
                    return failed.Error;
                }
            }

            try
            {
                await using var source = NpgsqlDataSource.Create($"{ofNpgsql};Pooling=false;Timeout=5");
                await using var connection = await source.OpenConnectionAsync();
                await using var insert = new NpgsqlCommand("insert into moves values (inet_server_addr()::text)", connection);
                await insert.ExecuteNonQueryAsync();
                return null;
            }
            catch (NpgsqlException error)
            {
                return error.Message;
            }
        }

        Task<CommandResult> PsqlAsync(string sql) => Cluster.Howdah.RunProgramAsync("psql", "-X", "-v", "ON_ERROR_STOP=1", "-c", sql, uri);
    }
}
