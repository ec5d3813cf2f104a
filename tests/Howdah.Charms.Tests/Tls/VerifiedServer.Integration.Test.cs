using System.Diagnostics;
using System.Net;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Charms.SelfSignedCertificates;
using Howdah.Charms.Tests.Databases;
using Howdah.Interfaces;
using Npgsql;

namespace Howdah.Charms.Tests.Tls;

/// <summary>A real PostgreSQL shows certificates of all kinds to those who trust one CA.</summary>
public sealed class VerifiedServerIntegrationTest(TemporaryPostgres server) : IClassFixture<TemporaryPostgres>
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly CertificateAuthority _authority = CertificateAuthority.Create("test", Day * 3650, Now - (Day * 10));

    private CertificateNames Names => new("db", ["db"], [IPAddress.Parse(server.Address)]);

    private static string Issue(CertificateAuthority authority, CertificateNames names, DateTimeOffset at, out string trusted)
    {
        using var key = CertificateKey.Generate();
        var issued = authority.Issue(key.Request(names), null, Day, at)!;
        trusted = CertificateChain.Trusted(issued);
        return key.ToPem() + CertificateChain.Shown(issued);
    }

    [Theory]
    [InlineData("good", true)]
    [InlineData("of the CA that took over", true)]
    [InlineData("of another CA", false)]
    [InlineData("for another host", false)]
    [InlineData("expired", false)]
    [InlineData("of a CA that was retired", false)]
    public async Task A_session_and_psql_take_a_certificate_that_holds_and_no_other(string kind, bool isTaken)
    {
        var next = _authority.Rotate("next", Day * 3650, Day * 30, Now);
        var shown = kind switch
        {
            "of the CA that took over" => Issue(next, Names, Now, out _),
            "of another CA" => Issue(CertificateAuthority.Create("test", Day * 3650, Now - Day), Names, Now, out _),
            "for another host" => Issue(_authority, new("db", ["elsewhere"], [IPAddress.Parse("127.0.0.99")]), Now, out _),
            "expired" => Issue(_authority, Names, Now - (Day * 2), out _),
            _ => Issue(_authority, Names, Now, out _),
        };
        var trusted = kind == "of a CA that was retired" ? next.Retire().Certificate : _authority.Certificate;
        await server.ServeTlsAsync(shown);

        Assert.Equal(isTaken, await OpensAsync(trusted));
        Assert.Equal(isTaken, await PsqlOpensAsync(trusted));
    }

    [Fact]
    public async Task Both_CAs_of_an_overlap_are_trusted_by_a_session_and_psql()
    {
        var next = _authority.Rotate("next", Day * 3650, Day * 30, Now);
        Issue(next, Names, Now, out var trusted);
        foreach (var shown in (string[])[Issue(_authority, Names, Now, out _), Issue(next, Names, Now, out _)])
        {
            await server.ServeTlsAsync(shown);
            Assert.True(await OpensAsync(trusted) && await PsqlOpensAsync(trusted));
        }
    }

    private async Task<bool> OpensAsync(string trusted)
    {
        try
        {
            await using var session = await PostgresSession.OpenAsync(server.Address, server.Operator with { Trusted = trusted }, "postgres", default);
            return (await session.QueryAsync("select ssl::text from pg_stat_ssl where pid = pg_backend_pid()", r => r.GetString(0), default)) is ["true"];
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task<bool> PsqlOpensAsync(string trusted)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, trusted);
            var start = new ProcessStartInfo("psql", [$"host={server.Address} user={server.Operator.Username} dbname=postgres sslmode=verify-full sslrootcert={file}", "-Atc", "select 1"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["PGPASSWORD"] = server.Operator.Password },
            };
            using var psql = Process.Start(start)!;
            var output = await psql.StandardOutput.ReadToEndAsync();
            await psql.WaitForExitAsync();
            return output.Trim() == "1";
        }
        finally
        {
            File.Delete(file);
        }
    }
}
