using Howdah.Ops;

namespace Howdah.Interfaces;

/// <summary>What a client application asks of an etcd application.</summary>
/// <param name="Relation">The relation over which it asks.</param>
/// <param name="Prefix">Prefix of the keys that it uses.</param>
/// <param name="RequestedSecrets">Fields that it wants in secrets.</param>
public sealed record EtcdRequest(Relation Relation, string Prefix, IReadOnlyList<string> RequestedSecrets);

/// <summary>What an etcd application gives to a client.</summary>
/// <param name="Endpoints">Its URLs, <c>http://host:2379</c>.</param>
public sealed record EtcdGrant(IReadOnlyList<string> Endpoints)
{
    /// <summary>Version of the server.</summary>
    public string? Version { get; init; }

    /// <summary>Name of the client's user; null when none is needed.</summary>
    public string? Username { get; init; }

    /// <summary>That user's password.</summary>
    public string? Password { get; init; }

    /// <summary>The CA that signed the server's certificate; null without TLS.</summary>
    public string? TlsCa { get; init; }

    /// <summary>Without the password.</summary>
    public override string ToString() => string.Join(',', Endpoints);
}
