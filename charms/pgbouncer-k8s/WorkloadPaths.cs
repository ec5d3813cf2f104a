namespace Howdah.Charms.PgbouncerK8s;

/// <summary>Where things are in the container <c>pgbouncer</c>.</summary>
internal static class WorkloadPaths
{
    internal const string Container = "pgbouncer";

    /// <summary>The account that PgBouncer runs as.</summary>
    internal const string User = "postgres";

    /// <summary>Where PgBouncer listens.</summary>
    internal const int Port = 6432;

    internal const string Folder = "/var/lib/pgbouncer";
    internal const string Ini = Folder + "/pgbouncer.ini";
    internal const string Databases = Folder + "/databases.ini";
    internal const string Users = Folder + "/userlist.txt";
    internal const string Authorities = Folder + "/members-ca.pem";
    internal const string OwnAuthorities = Folder + "/server-ca.pem";
    internal const string Certificate = Folder + "/server.crt";
    internal const string PrivateKey = Folder + "/server.key";
    internal const string Follower = Folder + "/follower.json";
    internal const string Executables = Folder + "/bin";
    internal const string Sockets = "/var/run/pgbouncer";
    internal const string Heartbeat = Sockets + "/follower";
    internal const string Console = Sockets + "/.s.PGSQL.6432";
}
