namespace Howdah.Charms.PostgresqlK8s;

/// <summary>The users that belong to the charm, not to a relation.</summary>
internal static class SystemUsers
{
    /// <summary>Superuser of the charm and of Patroni.</summary>
    internal const string Operator = "operator";

    /// <summary>Streams the write-ahead log.</summary>
    internal const string Replication = "replication";

    /// <summary>Reads files for pg_rewind; Patroni gives it the rights.</summary>
    internal const string Rewind = "rewind";

    /// <summary>Reads statistics.</summary>
    internal const string Monitoring = "monitoring";

    /// <summary>Takes backups over the local socket.</summary>
    internal const string Backup = "backup";

    /// <summary>Not a role of the database: the user of Patroni's REST API.</summary>
    internal const string Patroni = "patroni";

    /// <summary>All of them; each has a password in the application's secret.</summary>
    internal static IReadOnlyList<string> All { get; } = [Operator, Replication, Rewind, Monitoring, Backup, Patroni];

    /// <summary>Those that are roles of the database.</summary>
    internal static IReadOnlyList<string> Roles { get; } = [Operator, Replication, Rewind, Monitoring, Backup];

    /// <summary>The key of a user's password in the secret.</summary>
    internal static string PasswordKey(string user) => user + "-password";
}
