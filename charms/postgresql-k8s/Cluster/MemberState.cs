namespace Howdah.Charms.PostgresqlK8s.Cluster;

/// <summary>What a member's PostgreSQL does.</summary>
internal enum MemberRole
{
    /// <summary>It does not answer, or has not said yet.</summary>
    Unknown,

    /// <summary>It takes writes.</summary>
    Primary,

    /// <summary>It follows the primary.</summary>
    Replica,
}

/// <summary>What a unit last said of itself.</summary>
/// <param name="Unit"><c>postgresql-k8s/0</c>.</param>
/// <param name="Address">Its IP address.</param>
/// <param name="Role">What its PostgreSQL does.</param>
/// <param name="Timeline">The timeline it is on; each promotion makes the next one.</param>
internal sealed record MemberState(string Unit, string Address, MemberRole Role, int Timeline)
{
    /// <summary>Which configuration its PostgreSQL has taken; empty for none.</summary>
    internal string Configuration { get; init; } = "";

    /// <summary>The parameters that its PostgreSQL has to be restarted for, separated by commas.</summary>
    internal string RestartFor { get; init; } = "";

    /// <summary>Its data has been thrown away and is being copied from the primary.</summary>
    internal bool IsBeingCopied { get; init; }

    /// <summary>How its PostgreSQL takes connections.</summary>
    internal Tls.TlsStage Tls { get; init; }

    /// <summary>What it may use of its machine; null when it has not said yet.</summary>
    internal Configuration.Resources? Resources { get; init; }
}
