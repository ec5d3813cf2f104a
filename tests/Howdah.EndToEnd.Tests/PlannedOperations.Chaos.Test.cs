using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Howdah.Testbed;
using Npgsql;
using Xunit.Abstractions;

namespace Howdah.EndToEnd.Tests;

/// <summary>What is planned costs no client behind the poolers a transaction; what is not costs those in flight.</summary>
public sealed class PlannedOperationsChaosTest(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Clients = 16;
    private const string Poolers = "pgbouncer-k8s";
    private const string Authority = "self-signed-certificates";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    // Pools stand still for 5 s at most. The rest is for a failover after that, on a machine that has other things to do.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    // Twice the bar of the product, as in the other tests of failover; the benchmark measures.
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(6);

    private PostgresCluster? _cluster;
    private IReadOnlyList<string> _connections = [];

    private PostgresCluster Cluster => _cluster!;

    private string? Database => new NpgsqlConnectionStringBuilder(_connections[0]).Database;

    public async Task InitializeAsync()
    {
        _cluster = await PostgresCluster.DeployAsync(PostgresCluster.PooledBundle);
        var poolers = (await Cluster.UnitsAsync(Poolers)).Values.ToList();
        _connections =
        [
            .. Enumerable.Range(0, Clients).Select(client => new NpgsqlConnectionStringBuilder(Cluster.ConnectionStringFor(poolers[client % poolers.Count]))
            {
                Port = 6432, Pooling = false, Timeout = 30, CommandTimeout = 60, NoResetOnClose = true,
            }.ConnectionString),
        ];
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    [Fact]
    public async Task No_transaction_fails_while_the_cluster_changes_and_none_is_lost_when_its_primary_dies()
    {
        await Cluster.ConvergedAsync(3, Limit);
        await using var load = await TransactionLoad.StartAsync(_connections);
        await load.FlowingAsync(500, Limit);

        await ChangeAsync(load, "promote-to-primary", async () =>
            (await Cluster.Howdah.RunAsync("run", await Cluster.SynchronousStandbyAsync(), "promote-to-primary")).Expect());
        await ChangeAsync(load, "rolling restart", async () =>
        {
            (await Cluster.Howdah.RunAsync("config", PostgresCluster.Application, "instance_max_locks_per_transaction=80")).Expect();
            await Deadline.WaitAsync("all members restart", Limit, async () =>
            {
                var values = await Task.WhenAll((await Cluster.AddressesAsync()).Select(a => Cluster.AskAsync(a, "show max_locks_per_transaction")));
                return values.All(v => v is ["80"]) ? null : string.Join(", ", values.SelectMany(v => v));
            });
        });
        await ChangeAsync(load, "new password", async () =>
            (await Cluster.Howdah.RunAsync("run", PostgresCluster.Application + "/leader", "set-password", "username=replication")).Expect());
        await ChangeAsync(load, "scale-down of the primary", async () =>
        {
            var primary = await Cluster.PrimaryAsync();
            (await Cluster.Howdah.RunAsync("remove-unit", primary)).Expect();
            await Deadline.WaitAsync("the unit goes", Limit, async () => (await Cluster.UnitsAsync()).ContainsKey(primary) ? $"{primary} is there" : null);
        }, members: 2);
        await ChangeAsync(load, "scale-up", async () => (await Cluster.Howdah.RunAsync("add-unit", PostgresCluster.Application)).Expect());

        await VerifiedAsync();
        await ChangeAsync(load, "new certificate", async () => (await Cluster.Howdah.RunAsync("run", await Cluster.PrimaryAsync(), "set-tls-private-key")).Expect());
        await ChangeAsync(load, "change of CA", async () => (await Cluster.Howdah.RunAsync("run", Authority + "/0", "rotate-ca")).Expect());
        await VerifiedAsync();
        await ChangeAsync(load, "TLS goes", async () => await ChangeTlsAsync("remove-relation"));
        await ChangeAsync(load, "TLS comes", async () => await ChangeTlsAsync("integrate"));
        await VerifiedAsync();

        var (unit, before) = (await Cluster.PrimaryAsync(), load.Acknowledged);
        load.Reset();
        Processes.Signal(Processes.Kill, await Cluster.ProcessesAsync(unit, "postgresql"));
        await load.FlowingAsync(500, Limit);
        output.WriteLine($"death of the primary: longest {load.Longest.TotalSeconds:0.00} s, {load.Failures.Count} failed");
        Assert.InRange(load.Longest, TimeSpan.Zero, Stall);
        Assert.True(load.Failures.Count <= Clients, $"more failed than were in flight after {before}:\n{string.Join('\n', load.Failures)}");
        await Cluster.ConvergedAsync(3, Limit);
        Assert.Empty(await load.FindLostAsync(_connections[0]));
    }

    private async Task ChangeTlsAsync(string command)
    {
        foreach (var application in (string[])[Poolers, PostgresCluster.Application])
        {
            (await Cluster.Howdah.RunAsync(command, $"{application}:certificates", Authority)).Expect();
        }

        await Cluster.SettledAsync(Limit);
    }

    [Fact]
    public async Task Whoever_dies_on_the_way_no_pool_stands_still_much_longer_than_it_may_and_the_change_is_made_or_undone()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var moments = new Random(seed);
        await Cluster.ConvergedAsync(3, Limit);
        await using var load = await TransactionLoad.StartAsync([.. _connections.Take(4)]);
        await load.FlowingAsync(100, Limit);

        foreach (var (what, costsTransactions, kill) in (IReadOnlyList<(string, bool, Func<string, Task>)>)
            [
                ("the charm that hands over dies", false, KillCharmAsync),
                ("the charm of a pooler dies", false, _ => KillCharmAsync(Poolers + "/0")),
                ("the engine dies", false, _ => KillEngineAsync()),
                ("a follower dies", true, _ => SignalPoolerAsync(Processes.Kill, p => Processes.CommandContains(p, "pool-follower"))),
                ("a follower hangs", true, _ => SignalPoolerAsync(Processes.Stop, p => Processes.CommandContains(p, "pool-follower"))),
                ("a pooler dies", true, _ => SignalPoolerAsync(Processes.Kill, p => Processes.Name(p) == "pgbouncer")),
            ])
        {
            for (var time = 0; time < 2; time++)
            {
                var (unit, moment) = (await Cluster.SynchronousStandbyAsync(), 1500 * moments.NextDouble());
                load.Reset();
                var promotion = Cluster.Howdah.RunAsync("run", unit, "promote-to-primary");
                await Task.Delay(TimeSpan.FromMilliseconds(moment));
                await kill(unit);
                var end = await promotion;
                (await Cluster.Howdah.RunAsync("bootstrap")).Expect();
                await Cluster.ConvergedAsync(3, Limit);
                await load.FlowingAsync(100, Limit);
                output.WriteLine(
                    $"{what} after {moment:0} ms: handed over {end.ExitCode == 0}, longest {load.Longest.TotalSeconds:0.00} s, {load.Failures.Count} failed");
                Assert.True(load.Longest < Bound, $"{what}: {load.Longest}");
                Assert.True(costsTransactions || load.Failures.Count == 0, $"{what}:\n{string.Join('\n', load.Failures)}");
                await Cluster.SettledAsync(Limit);
            }
        }

        Assert.Empty(await load.FindLostAsync(_connections[0]));

        async Task KillCharmAsync(string unit)
        {
            Processes.Signal(Processes.Kill, await Cluster.ProcessesAsync(unit, "charm"));
            await Deadline.WaitAsync($"the charm of {unit} is back", Limit, async () =>
                await Cluster.Howdah.RunAsync("ssh", "--container", "charm", unit, "true") is { ExitCode: not 0, Error: var error } ? error : null);
        }

        Task KillEngineAsync()
        {
            Processes.Signal(Processes.Kill, [Cluster.Howdah.EnginePid()]);
            return Task.CompletedTask;
        }

        async Task SignalPoolerAsync(int signal, Func<int, bool> isMeant) =>
            Processes.Signal(signal, (await Cluster.ProcessesAsync(Poolers + "/0", "pgbouncer")).Where(isMeant));
    }

    /// <summary>Waits until a client that verifies the pooler gets in; one that trusts another CA never does.</summary>
    private async Task VerifiedAsync()
    {
        var answer = JsonNode.Parse((await Cluster.Howdah.RunAsync("run", Authority + "/0", "get-ca-certificate", "--format", "json")).Expect())!;
        var (trusted, other) = (Path.Combine(Cluster.Howdah.DataDirectory, "ca.pem"), Path.Combine(Cluster.Howdah.DataDirectory, "other.pem"));
        await File.WriteAllTextAsync(trusted, (string?)answer[Authority + "/0"]!["results"]!["ca-certificate"]);
        using var key = ECDsa.Create();
        using var stranger = new CertificateRequest("CN=stranger", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(other, stranger.ExportCertificatePem());
        foreach (var connection in _connections.Take(2))
        {
            await Deadline.WaitAsync("the pooler shows a certificate", Limit, async () => await TryAsync(connection, trusted));
            Assert.NotNull(await TryAsync(connection, other));
        }

        static async Task<string?> TryAsync(string connection, string authorities)
        {
            try
            {
                await using var client = new NpgsqlConnection(
                    new NpgsqlConnectionStringBuilder(connection) { SslMode = SslMode.VerifyFull, RootCertificate = authorities }.ConnectionString);
                await client.OpenAsync();
                return null;
            }
            catch (NpgsqlException error)
            {
                return error.ToString();
            }
        }
    }

    private async Task ChangeAsync(TransactionLoad load, string what, Func<Task> change, int members = 3)
    {
        load.Reset();
        await using var reader = new RepeatedConnections(
            new NpgsqlConnectionStringBuilder(_connections[0]) { Database = $"{Database}_readonly" }.ConnectionString, "select pg_sleep(0.05)");
        await change();
        await Cluster.ConvergedAsync(members, Limit);
        await load.FlowingAsync(100, Limit);
        await reader.StopAsync();
        output.WriteLine($"{what}: longest {load.Longest.TotalSeconds:0.00} s, {load.Failures.Count} failed");
        Assert.True(load.Failures.Count == 0, $"{what}:\n{string.Join('\n', load.Failures)}");
        await Cluster.SettledAsync(Limit);
    }
}
