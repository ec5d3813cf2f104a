namespace Howdah.Charms.PostgresqlK8s.Workload;

/// <summary>Where things are in the container. What lies in the storage outlives the container.</summary>
internal static class WorkloadPaths
{
    /// <summary>The container, and the service in it.</summary>
    internal const string Container = "postgresql";

    /// <summary>The account that all of it runs as.</summary>
    internal const string User = "postgres";

    /// <summary>The storage.</summary>
    internal const string Storage = "/var/lib/postgresql/data";

    /// <summary>PostgreSQL's data directory.</summary>
    internal const string Data = Storage + "/pgdata";

    /// <summary>Without this file a data directory is none.</summary>
    internal const string ControlFile = Data + "/global/pg_control";

    /// <summary>Patroni's configuration.</summary>
    internal const string Patroni = Storage + "/patroni.yml";

    /// <summary>The guard's configuration.</summary>
    internal const string Guard = Storage + "/guard.json";

    /// <summary>The guard's process id.</summary>
    internal static string GuardId { get; } = Howdah.Charms.PostgresqlK8s.Guard.PatroniGuard.IdFile(Guard);

    /// <summary>The folder of the guard's executable.</summary>
    internal const string Executables = Storage + "/bin";

    /// <summary>Where Patroni keeps the password that a standby connects with.</summary>
    internal const string PasswordFile = Storage + "/pgpass";

    /// <summary>The folder of what TLS is served and verified with.</summary>
    internal const string Tls = Storage + "/tls";

    /// <summary>The CAs by which members verify each other.</summary>
    internal const string Trusted = Tls + "/ca.pem";

    /// <summary>The CAs by which clients that show a certificate are verified.</summary>
    internal const string ClientAuthorities = Tls + "/clients.pem";

    /// <summary>PostgreSQL's local socket.</summary>
    internal const string Sockets = "/var/run/postgresql";

    /// <summary>The versions of PostgreSQL that are installed.</summary>
    internal const string Installations = "/usr/lib/postgresql";

    /// <summary>Where patronictl looks for its configuration when root calls it.</summary>
    internal const string Patronictl = "/root/.config/patroni/patronictl.yaml";

    /// <summary>A file of Debian's package that names Patroni's version; reading it is quicker than asking Patroni.</summary>
    internal const string PatroniVersion = "/usr/lib/python3/dist-packages/patroni/version.py";
}
