using Howdah.Charms.PostgresqlK8s;
using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Ops;
using Howdah.Ops.Testing;

namespace Howdah.Charms.Tests.Scenarios;

/// <summary>States of a PostgreSQL unit to begin a scenario with.</summary>
internal sealed class PostgresqlScenario
{
    internal const string Address = "127.63.2.10";
    internal const string SecretLabel = "database-peers.postgresql-k8s.app";

    /// <summary>What <see cref="Container"/> may use.</summary>
    internal static Resources Machine { get; } = new(8L << 30, 2);

    internal Scenario Scenario { get; init; } = new(c => new PostgresqlCharm(c), CharmFiles.Read("postgresql-k8s"));

    internal SecretState Passwords { get; init; } = new(SystemUsers.All.ToDictionary(SystemUsers.PasswordKey, u => $"password-of-{u}", StringComparer.Ordinal))
    {
        Owner = SecretOwner.Application,
        Label = SecretLabel,
    };

    internal RelationState Peers { get; init; } = new("database-peers");

    internal RelationState Store { get; init; } = new("etcd")
    {
        RemoteApp = "etcd",
        RemoteAppData = CharmFiles.Data(("endpoints", "http://127.63.2.2:2379"), ("version", "3.4.23")),
    };

    internal static ContainerState Container { get; } = new("postgresql")
    {
        CanConnect = true,
        Files = CharmFiles.Data(
            ("/var/lib/postgresql/data/lost+found/x", ""),
            ("/proc/meminfo", "MemTotal:        8388608 kB\n"),
            ("/proc/cpuinfo", "processor\t: 0\nprocessor\t: 1\n"),
            ("/usr/lib/postgresql/15/bin/postgres", ""),
            ("/usr/lib/postgresql/9.6/bin/postgres", ""),
            ("/usr/lib/python3/dist-packages/patroni/version.py", "__version__ = '3.0.2'\n")),
        Execs = [new(["chown"])],
    };

    /// <summary>A unit of three that knows all it needs.</summary>
    internal State Ready(string address = Address) => new()
    {
        Leader = true,
        PlannedUnits = 3,
        Networks = CharmFiles.At(address, "database-peers"),
        Secrets = [Passwords],
        Storages = [new("pgdata", 0, Path.GetTempPath())],
        Containers = [Container],
        Relations =
        [
            Peers with { LocalAppData = CharmFiles.Data(("cluster-id", "9f2c01ab"), ("secret-id", Passwords.Uri)) },
            Store,
        ],
    };
}
