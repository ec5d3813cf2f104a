using System.Net;
using Howdah.Charms.PostgresqlK8s.Hba;

namespace Howdah.Charms.Tests.Patroni;

public sealed class HbaRulesTest
{
    private static List<string> Lines(params string[] members) => [.. HbaRules.For(members.Select(IPAddress.Parse)).Select(r => r.Line)];

    [Fact]
    public void On_one_machine_system_users_come_from_its_loopback_network_only() => Assert.Equal(
        [
            "local all operator scram-sha-256",
            "local replication replication scram-sha-256",
            "local all backup scram-sha-256",
            "local postgres monitoring scram-sha-256",
            "host replication replication 127.0.0.0/8 scram-sha-256",
            "host postgres rewind 127.0.0.0/8 scram-sha-256",
            "host all operator 127.0.0.0/8 scram-sha-256",
            "host postgres monitoring 127.0.0.0/8 scram-sha-256",
            "host samerole +relation_access all scram-sha-256",
            "host all +relation_access_any all scram-sha-256",
        ],
        Lines("127.60.0.10", "127.60.0.11"));

    [Fact]
    public void On_a_network_each_member_is_named()
    {
        var lines = Lines("10.1.0.12", "10.1.0.11", "fd00::1");

        Assert.Contains("host replication replication 10.1.0.11/32 scram-sha-256", lines, StringComparer.Ordinal);
        Assert.Contains("host replication replication 10.1.0.12/32 scram-sha-256", lines, StringComparer.Ordinal);
        Assert.Contains("host replication replication fd00::1/128 scram-sha-256", lines, StringComparer.Ordinal);
        Assert.DoesNotContain(lines, l => l.Contains("/8", StringComparison.Ordinal));
    }

    [Fact]
    public void With_TLS_required_whoever_comes_from_elsewhere_has_to_use_it()
    {
        var (with, without) = (HbaRules.For([IPAddress.Parse("10.1.0.11")], onlyTls: true), HbaRules.For([IPAddress.Parse("10.1.0.11")]));

        Assert.Equal(without.Select(r => r.Line.Replace("host ", "hostssl ", StringComparison.Ordinal)), with.Select(r => r.Line));
        Assert.DoesNotContain(with, r => r.Line.StartsWith("host ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_order_of_members_does_not_change_the_file() =>
        Assert.Equal(Lines("10.1.0.12", "10.1.0.11"), Lines("10.1.0.11", "10.1.0.12", "10.1.0.11"));

    [Fact]
    public void No_line_trusts_and_none_takes_an_md5_hash() =>
        Assert.All(Lines("127.0.0.1", "10.0.0.1"), l => Assert.EndsWith(" scram-sha-256", l, StringComparison.Ordinal));
}
