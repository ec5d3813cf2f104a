using Howdah.Ops;

namespace Howdah.Interfaces;

/// <summary>What a client application asks of a database application.</summary>
/// <param name="Relation">The relation over which it asks.</param>
/// <param name="Database">Name of the database.</param>
/// <param name="ExtraUserRoles">Roles that its user shall have; empty for none.</param>
/// <param name="RequestedSecrets">Fields that it wants in secrets; empty when it is from before secrets.</param>
public sealed record DatabaseRequest(
    Relation Relation, string Database, IReadOnlyList<string> ExtraUserRoles, IReadOnlyList<string> RequestedSecrets)
{
    /// <summary>Extensions that it needs in its database; only the interface <c>pgsql</c> knows them.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>It names roles of its own in the way of the interface <c>pgsql</c>, which nothing serves.</summary>
    public bool AsksForRoles { get; init; }

    /// <summary>What it asks for instead of a user with a database of its own, <c>USER</c> or <c>GROUP</c>; null for none.</summary>
    public string? EntityType { get; init; }
}

/// <summary>What a database application gives to a client.</summary>
/// <param name="Database">Name of the database that was made.</param>
/// <param name="Username">Name of the client's own user.</param>
/// <param name="Password">That user's password.</param>
/// <param name="Endpoints">Where to write: <c>host:port</c>, separated by commas.</param>
public sealed record DatabaseGrant(string Database, string Username, string Password, string Endpoints)
{
    /// <summary>Where to read; null for the same.</summary>
    public string? ReadOnlyEndpoints { get; init; }

    /// <summary>Version of the server.</summary>
    public string? Version { get; init; }

    /// <summary>Connection string for writing; it holds the password.</summary>
    public string? Uris { get; init; }

    /// <summary>Connection string for reading; it holds the password.</summary>
    public string? ReadOnlyUris { get; init; }

    /// <summary>Whether the server takes TLS connections.</summary>
    public bool Tls { get; init; }

    /// <summary>The CA that signed its certificate.</summary>
    public string? TlsCa { get; init; }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Database} for {Username} at {Endpoints}";
}
