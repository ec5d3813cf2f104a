namespace Howdah.Server.Client.Units;

/// <summary>What <c>show-unit</c> says about one unit.</summary>
public sealed record UnitDetail
{
    /// <summary>Version of the workload.</summary>
    public string? WorkloadVersion { get; init; }

    /// <summary>Ports that the charm opened.</summary>
    public IReadOnlyList<string> OpenedPorts { get; init; } = [];

    /// <summary>The charm's identity, <c>local:postgresql-k8s-0</c>.</summary>
    public required string Charm { get; init; }

    /// <summary>Whether it leads its application.</summary>
    public bool Leader { get; init; }

    /// <summary><c>alive</c>, <c>dying</c> or <c>dead</c>.</summary>
    public string Life { get; init; } = "alive";

    /// <summary>Its relations with their databags.</summary>
    public IReadOnlyList<RelationDetail> RelationInfo { get; init; } = [];

    /// <summary>The place's own name for it.</summary>
    public string? ProviderId { get; init; }

    /// <summary>The unit's IP address.</summary>
    public string? Address { get; init; }
}
