namespace Howdah.Charms.PostgresqlK8s;

/// <summary>How to log in at a server.</summary>
/// <param name="Username">The name.</param>
/// <param name="Password">The password.</param>
internal sealed record Credentials(string Username, string Password)
{
    /// <summary>
    /// The CAs, PEM, one of which must have signed the server's certificate before it is told the password. Null to use TLS where it is
    /// offered and to verify nothing.
    /// </summary>
    internal string? Trusted { get; init; }

    /// <summary>Leaves the password out, so that no log can carry it.</summary>
    public override string ToString() => Username;
}
