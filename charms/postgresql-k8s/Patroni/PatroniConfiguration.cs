namespace Howdah.Charms.PostgresqlK8s.Patroni;

/// <summary>Where this member can be reached, and by which name others do it.</summary>
/// <param name="Name">The member's name in the cluster, <c>postgresql-k8s-0</c>.</param>
/// <param name="Host">The host name that other members use, <c>postgresql-k8s-0.postgresql-k8s-endpoints</c>.</param>
/// <param name="Address">The IP address to listen on.</param>
internal sealed record MemberAddress(string Name, string Host, string Address);

/// <summary>Patroni's store: which API, and <c>host:port</c> of its members.</summary>
internal sealed record PatroniStore(StoreApi Api, IReadOnlyList<string> Hosts, string Protocol = "http");

/// <summary>The passwords of the users that Patroni itself works with.</summary>
internal sealed record PatroniUsers(Credentials Superuser, Credentials Replication, Credentials Rewind);

/// <summary>Where PostgreSQL's files are.</summary>
internal sealed record PostgresqlPaths(string DataDirectory, string BinDirectory, string SocketDirectory, string PasswordFile);

/// <summary>
/// Everything that a member's <c>patroni.yml</c> says. <see cref="PatroniYaml"/> writes it down.
/// </summary>
internal sealed record PatroniConfiguration
{
    /// <summary>The cluster's name.</summary>
    public required string Scope { get; init; }

    /// <summary>The folder of the store under which the scope lies; begins and ends with a slash.</summary>
    public required string Namespace { get; init; }

    /// <summary>This member.</summary>
    public required MemberAddress Member { get; init; }

    /// <summary>The store.</summary>
    public required PatroniStore Store { get; init; }

    /// <summary>Who may change things through the REST API.</summary>
    public required Credentials RestApi { get; init; }

    /// <summary>The users that Patroni works with.</summary>
    public required PatroniUsers Users { get; init; }

    /// <summary>PostgreSQL's folders.</summary>
    public required PostgresqlPaths Paths { get; init; }

    /// <summary>What a new cluster starts with; afterwards the store holds it.</summary>
    public required DynamicConfiguration Dynamic { get; init; }

    /// <summary>The lines of <c>pg_hba.conf</c>, first match wins.</summary>
    public required IReadOnlyList<Hba.HbaRule> Hba { get; init; }

    /// <summary>
    /// A command that Patroni starts as <c>command ACTION ROLE SCOPE</c> when a member starts, stops or changes its role; none when empty.
    /// </summary>
    public string Callback { get; init; } = "";

    /// <summary>How the member uses TLS; null for not at all.</summary>
    public PatroniTls? Tls { get; init; }

    /// <summary>Parameters of PostgreSQL that are this member's own.</summary>
    public IReadOnlyDictionary<string, string?> LocalParameters { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
}
