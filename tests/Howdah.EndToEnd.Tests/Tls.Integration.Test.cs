using System.Text.Json.Nodes;
using Howdah.Testbed;
using Npgsql;

namespace Howdah.EndToEnd.Tests;

/// <summary>A cluster comes to TLS, changes its CA and keys, and leaves TLS again, while clients connect anew for each query.</summary>
[Collection(ClusterCollection.Name)]
public sealed class TlsIntegrationTest(ClusterFixture fixture) : IDisposable
{
    private const string Authority = "self-signed-certificates";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private readonly string _folder = Directory.CreateTempSubdirectory("howdah-tls-").FullName;

    private PostgresCluster Cluster => fixture.Cluster;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task TLS_comes_its_CA_and_keys_change_and_it_goes_without_a_failed_connection_or_another_primary()
    {
        await Cluster.ConvergedAsync(3, Limit);
        var (primary, units) = (await Cluster.PrimaryAsync(), await Cluster.UnitsAsync());
        await using (var client = new RepeatedConnections(Cluster.ConnectionStringFor(units[primary])))
        {
            (await Cluster.Howdah.RunAsync("deploy", Path.Combine(Installation.Root, "artifacts", "charms", Authority))).Expect();
            (await Cluster.Howdah.RunAsync("integrate", $"{PostgresCluster.Application}:certificates", Authority)).Expect();
            await TlsIsAsync(true);
            await client.StopAsync();
        }

        var former = await AuthorityAsync("first.pem");
        await EveryMemberIsVerifiedAsync(former);
        await NobodyElseIsTakenAsync(former, units[primary]);
        await ClientsAreToldAsync(former);
        await SecretSearch.FindsNothingAsync(Cluster);

        await using (var client = new RepeatedConnections(Verified(units[primary], former)))
        {
            (await Cluster.Howdah.RunAsync("run", $"{Authority}/leader", "rotate-ca")).Expect();
            (await Cluster.Howdah.RunAsync("run", primary, "set-tls-private-key")).Expect();
            await Cluster.SettledAsync(Limit);
            await EveryMemberIsVerifiedAsync(await AuthorityAsync("second.pem"));
            await client.StopAsync();
        }

        (await Cluster.Howdah.RunAsync("run", $"{Authority}/leader", "retire-ca")).Expect();
        await Cluster.SettledAsync(Limit);
        await EveryMemberIsVerifiedAsync(await AuthorityAsync("second.pem"));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => OpenAsync(Verified(units[primary], former)));

        await IsRewoundAsync(primary);
        primary = await Cluster.PrimaryAsync();
        await using (var client = new RepeatedConnections(Cluster.ConnectionStringFor(units[primary])))
        {
            (await Cluster.Howdah.RunAsync("remove-relation", PostgresCluster.Application, Authority)).Expect();
            await TlsIsAsync(false);
            await client.StopAsync();
        }

        Assert.Contains("without TLS again", (await Cluster.Howdah.RunAsync("status")).Expect(), StringComparison.Ordinal);
        (await Cluster.Howdah.RunAsync("remove-application", Authority)).Expect();
        await Cluster.ConvergedAsync(3, Limit);
        await Cluster.SettledAsync(Limit);
        Assert.Equal(primary, await Cluster.PrimaryAsync());
    }

    /// <summary>A primary that slept, with something in its log that no standby has, comes back by pg_rewind, which reads from the next one.</summary>
    private async Task IsRewoundAsync(string primary)
    {
        var address = (await Cluster.UnitsAsync())[primary];
        var sleeper = await Cluster.ProcessesAsync(primary, "postgresql");
        Processes.Signal(Processes.Stop, sleeper.Where(pid => Processes.CommandContains(pid, "walsender")));
        try
        {
            await Cluster.AskAsync(address, "set synchronous_commit = local; create table stray (n int); select 1");
            Processes.Signal(Processes.Stop, sleeper);
            await Deadline.WaitAsync("another member leads", Limit, async () =>
                await Cluster.FindPrimaryAsync() is { } other && other != primary ? null : "none does");
        }
        finally
        {
            Processes.Signal(Processes.Continue, sleeper);
        }

        await Cluster.ConvergedAsync(3, Limit);
        await Cluster.SettledAsync(Limit);
        Assert.Equal(["0"], await Cluster.AskAsync(address, "select count(*)::text from pg_class where relname = 'stray'"));
        Assert.Contains(
            "pg_rewind exit code=0",
            (await Cluster.Howdah.RunAsync("ssh", "--container", "postgresql", primary, "/charm/bin/pebble", "logs", "-n", "all", "postgresql")).Output,
            StringComparison.Ordinal);
    }

    /// <summary>Waits until every member's PostgreSQL and Patroni have TLS, or none has, and all have said so.</summary>
    private Task<TimeSpan> TlsIsAsync(bool wanted) => Deadline.WaitAsync($"TLS is {(wanted ? "required" : "gone")}", Limit, async () =>
    {
        await Cluster.SettledAsync(Limit);
        foreach (var (unit, address) in await Cluster.UnitsAsync())
        {
            var ssl = (await Cluster.AskAsync(address, "select current_setting('ssl') || ' ' || (select count(*) from pg_hba_file_rules where type = 'host')"))[0];
            if (await Cluster.SpeaksTlsAsync(address) != wanted || ssl.StartsWith("on", StringComparison.Ordinal) != wanted || ssl.EndsWith(" 0", StringComparison.Ordinal) != wanted)
            {
                return $"{unit}: ssl and plain rules {ssl}, Patroni with TLS {await Cluster.SpeaksTlsAsync(address)}";
            }
        }

        return null;
    });

    private async Task EveryMemberIsVerifiedAsync(string trusted)
    {
        foreach (var address in await Cluster.AddressesAsync())
        {
            await Deadline.WaitAsync($"{address} shows a certificate of the CA", Limit, async () =>
            {
                await OpenAsync(Verified(address, trusted));
                return null;
            });
            Assert.Equal("1", (await PsqlAsync($"host={address}", trusted)).Output.Trim());
            // It listens anew with each new certificate.
            await Deadline.WaitAsync($"Patroni at {address} is verified", Limit, async () =>
            {
                await PostgresCluster.PatroniIsVerifiedAsync(address, await File.ReadAllTextAsync(trusted));
                return null;
            });
        }

        await Deadline.WaitAsync("both replicas stream with TLS", Limit, async () =>
        {
            var replication = await Cluster.AskAsync(
                (await Cluster.UnitsAsync())[await Cluster.PrimaryAsync()],
                "select ssl::text || ' ' || coalesce(version, '') from pg_stat_replication join pg_stat_ssl using (pid)");
            return replication is ["true TLSv1.3", "true TLSv1.3"] ? null : string.Join(", ", replication);
        });
    }

    private async Task NobodyElseIsTakenAsync(string trusted, string address)
    {
        var stranger = Path.Combine(_folder, "stranger.pem");
        using var key = System.Security.Cryptography.ECDsa.Create();
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=stranger", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(stranger, certificate.ExportCertificatePem());

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => OpenAsync(Verified(address, stranger)));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => OpenAsync(new NpgsqlConnectionStringBuilder(Cluster.ConnectionStringFor(address)) { SslMode = SslMode.Disable }.ConnectionString));
        Assert.Contains("certificate verify failed", (await PsqlAsync($"host={address}", stranger)).Error, StringComparison.Ordinal);
        Assert.Contains("does not match host name", (await PsqlAsync($"host=elsewhere.example hostaddr={address}", trusted)).Error, StringComparison.Ordinal);
        Assert.NotEqual(0, (await PsqlAsync($"host={address} ssl_min_protocol_version=TLSv1 ssl_max_protocol_version=TLSv1.1", trusted)).ExitCode);
    }

    private async Task ClientsAreToldAsync(string trusted)
    {
        var results = JsonNode.Parse((await Cluster.Howdah.RunAsync("run", "data-integrator/0", "get-credentials", "--format", "json")).Expect())!
            ["data-integrator/0"]!["results"]!["postgresql"]!;
        Assert.Equal("True", (string?)results["tls"]);
        Assert.Equal((await File.ReadAllTextAsync(trusted)).Trim(), ((string?)results["tls-ca"])?.Trim());
        Assert.EndsWith("?sslmode=require", (string?)results["uris"], StringComparison.Ordinal);
    }

    private async Task<string> AuthorityAsync(string name)
    {
        var shown = JsonNode.Parse((await Cluster.Howdah.RunAsync("run", $"{Authority}/leader", "get-ca-certificate", "--format", "json")).Expect())!;
        var file = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(file, (string?)shown.AsObject().Single().Value!["results"]!["ca-certificate"]);
        return file;
    }

    private string Verified(string address, string trusted) => new NpgsqlConnectionStringBuilder(Cluster.ConnectionStringFor(address))
    {
        SslMode = SslMode.VerifyFull, RootCertificate = trusted, Pooling = false, Timeout = 15,
    }.ConnectionString;

    private static async Task OpenAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
    }

    private async Task<CommandResult> PsqlAsync(string where, string trusted)
    {
        var credentials = new NpgsqlConnectionStringBuilder(Cluster.ConnectionStringFor("unused"));
        var start = new System.Diagnostics.ProcessStartInfo(
            "psql", [$"{where} user={credentials.Username} dbname={credentials.Database} sslmode=verify-full sslrootcert={trusted}", "-Atc", "select 1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PGPASSWORD"] = credentials.Password },
        };
        using var psql = System.Diagnostics.Process.Start(start)!;
        var (output, error) = (psql.StandardOutput.ReadToEndAsync(), psql.StandardError.ReadToEndAsync());
        await psql.WaitForExitAsync();
        return new(where, psql.ExitCode, await output, await error);
    }
}
