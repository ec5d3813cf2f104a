using System.Globalization;
using Howdah.Charms.PostgresqlK8s.Ldap;
using static Howdah.Charms.PostgresqlK8s.Configuration.Option;

namespace Howdah.Charms.PostgresqlK8s.Configuration;

/// <summary>
/// The option <c>system-users</c>, and the groups <c>synchronous</c>, <c>connection</c>, <c>durability</c>, <c>experimental</c>,
/// <c>instance</c> and <c>ldap</c>.
/// </summary>
internal static class GeneralOptions
{
    // Patroni takes its own default for less (CMDLINE_OPTIONS in its config.py).
    private const int LeastConnections = 25;
    private const int LeastKept = 16;

    internal static TextOption SynchronousNodeCount { get; } =
        Text("synchronous_node_count", "1", "all, majority, or a number from 1 on",
            "How many standbys confirm a write before it is acknowledged: a number, majority, or all. The default has every acknowledged "
            + "write on two members, and goes on while a standby is away.")
            .Sets(null) with { Fits = value => value is "all" or "majority" || IsNumberFrom(1, value) };

    internal static SwitchOption SynchronousModeStrict { get; } =
        Switch("synchronous_mode_strict", true, "Writes wait when no standby is there to confirm them. Off, they go on and may be lost.").Sets(null);

    internal static IntegerOption MaximumLagOnFailover { get; } =
        Integer("durability_maximum_lag_on_failover", 1_048_576, 0, int.MaxValue, "bytes", "How far a standby may be behind and still take over.")
            .Sets(null);

    internal static IntegerOption MaxConnections { get; } =
        Integer("experimental_max_connections", null, LeastConnections, 262_143, "", "Connections at a time; unset, four for each core, at least 100.").Restarting();

    internal static TextOption LdapMap { get; } =
        Text("ldap_map", null, "GROUP=ROLE, several separated by commas", "Which role the members of an LDAP group get.").Sets(null)
            with { Fits = value => value.Split(',').All(pair => pair.Split('=') is [{ Length: > 0 }, { Length: > 0 }]) };

    internal static TextOption LdapSearchFilter { get; } =
        Text("ldap_search_filter", "(uid=$username)", "an LDAP filter with (ATTRIBUTE=$username) once", "How a user is found in the directory.").Sets(null)
            with { Fits = LdapFilter.Fits };

    internal static SecretOption SystemUsers { get; } =
        new("system-users", "A secret with a password for each system user that is to have this one: operator, replication, rewind, monitoring, "
            + "backup, or patroni (the REST API).") { Parameter = null };

    internal static IReadOnlyList<Option> All { get; } =
    [
        SystemUsers,
        SynchronousNodeCount,
        SynchronousModeStrict,
        Integer("connection_authentication_timeout", 60, 1, 600, "s", "How long a client may take to log in."),
        Integer("connection_statement_timeout", 0, 0, int.MaxValue, "ms", "How long a statement may take; 0 for ever."),
        MaximumLagOnFailover,
        Choice("durability_synchronous_commit", "on", ["on", "remote_apply", "remote_write"],
            "When a standby has confirmed a write: it is on its disk (on), can be read there (remote_apply), or has reached it (remote_write)."),
        Integer("durability_wal_keep_size", 4096, LeastKept, int.MaxValue, "MB", "How much of the write-ahead log is kept for standbys that come back."),
        MaxConnections,
        Text("instance_default_text_search_config", "pg_catalog.simple", "pg_catalog.NAME of pg_ts_config", "How full-text search splits texts."),
        Integer("instance_max_locks_per_transaction", 64, 64, int.MaxValue, "", "Locks on objects that a transaction may hold, on average.").Restarting(),
        Choice("instance_password_encryption", "scram-sha-256", ["scram-sha-256"],
            "How passwords of roles made with SQL are kept. A role with an MD5 hash could not log in, as pg_hba.conf has scram-sha-256 only."),
        Switch("instance_synchronize_seqscans", true, "Scans of the same large table share their reading."),
        LdapMap,
        LdapSearchFilter,
    ];

    internal static bool IsNumberFrom(int least, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least;
}
