using System.Net;
using Howdah.Charms.PostgresqlK8s.Hba;
using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Charms.PostgresqlK8s.Patroni;

namespace Howdah.Charms.Tests.Patroni;

public sealed class PatroniYamlTest
{
    internal static PatroniConfiguration Sample => new()
    {
        Scope = "postgresql-k8s",
        Namespace = "/howdah/9f2c/",
        Member = new("postgresql-k8s-0", "postgresql-k8s-0.postgresql-k8s-endpoints", "127.60.0.10"),
        Store = new(StoreApi.EtcdV2, ["127.60.0.2:2379"]),
        RestApi = new("patroni", "p\"4'tr#ni"),
        Users = new(new("operator", "op"), new("replication", "re"), new("rewind", "rw")),
        Paths = new("/var/lib/postgresql/data/pgdata", "/usr/lib/postgresql/15/bin", "/var/run/postgresql", "/var/lib/postgresql/data/pgpass"),
        Dynamic = new()
        {
            Synchronous = new(1, Strict: true),
            Parameters = PostgresqlParameters.Of(new(CharmFiles.Data(("profile", "testing"))), new(1L << 30, 2)),
        },
        Hba = HbaRules.For([IPAddress.Parse("127.60.0.10")]),
        Callback = "/bin/notify-charm",
    };

    [Theory]
    [InlineData("patroni-v2.yml", 2)]
    [InlineData("patroni-v3.yml", 3)]
    public void The_file_is_what_was_agreed(string golden, int api)
    {
        var text = PatroniYaml.Render(Sample with { Store = Sample.Store with { Api = api == 2 ? StoreApi.EtcdV2 : StoreApi.EtcdV3 } });

        Golden.Equal(golden, text);
    }

    [Theory]
    [InlineData("patroni-tls-offered.yml", false)]
    [InlineData("patroni-tls-required.yml", true)]
    public void With_TLS_it_names_the_certificate_and_whom_to_trust(string golden, bool isRequired)
    {
        var text = PatroniYaml.Render(Sample with
        {
            Tls = new("/var/lib/postgresql/data/tls/server.pem", "/var/lib/postgresql/data/tls/ca.pem", isRequired),
            Hba = HbaRules.For([IPAddress.Parse("127.60.0.10")], isRequired),
            Dynamic = Sample.Dynamic with { Parameters = CharmFiles.Data(("work_mem", "4MB"))! },
        });

        Golden.Equal(golden, text);
    }

    [Fact]
    public void Credentials_show_no_password_when_they_are_printed() =>
        Assert.DoesNotContain("tr#ni", Sample.ToString(), StringComparison.Ordinal);
}
