namespace Howdah.Charms.PostgresqlK8s.Ldap;

/// <summary>
/// What the library of LDAP reads in every program that uses it, PostgreSQL too, see ldap.conf(5): whom to trust, and for how long to wait for a
/// server. A login takes two connections: it waits for each, for TLS to begin, for an answer to the name, and once for one to the search.
/// </summary>
internal static class LdapConf
{
    /// <summary>How long a server may take for each.</summary>
    internal const int PatienceSeconds = 3;

    /// <summary>The file's text.</summary>
    /// <param name="authorities">The file of CAs, one of which must have signed the server's certificate.</param>
    internal static string Render(string authorities) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"""
        TLS_CACERT {authorities}
        TLS_REQCERT demand
        NETWORK_TIMEOUT {PatienceSeconds}
        TIMEOUT {PatienceSeconds}

        """);
}
