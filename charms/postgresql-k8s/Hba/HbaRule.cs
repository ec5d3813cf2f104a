namespace Howdah.Charms.PostgresqlK8s.Hba;

/// <summary>
/// One line of <c>pg_hba.conf</c>. Nothing here trusts, and nothing takes an MD5 hash.
/// </summary>
/// <param name="Database">A database, or <c>all</c>, <c>samerole</c>, <c>replication</c>.</param>
/// <param name="User">A role, or <c>+group</c> for the members of one.</param>
/// <param name="Address">A network in CIDR notation, or <c>all</c>; null for connections over the local socket.</param>
/// <param name="OnlyTls">Whether a connection from elsewhere has to use TLS.</param>
internal sealed record HbaRule(string Database, string User, string? Address, bool OnlyTls = false)
{
    /// <summary>How somebody proves to be the user; for people of a directory the directory is asked.</summary>
    internal string Method { get; init; } = "scram-sha-256";

    /// <summary>The line as PostgreSQL reads it.</summary>
    internal string Line => Address is null
        ? $"local {Database} {User} {Method}"
        : $"{(OnlyTls ? "hostssl" : "host")} {Database} {User} {Address} {Method}";
}
