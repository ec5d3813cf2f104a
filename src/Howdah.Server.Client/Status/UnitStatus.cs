using System.Text.Json.Serialization;

namespace Howdah.Server.Client.Status;

/// <summary>A unit's part of a status.</summary>
public sealed record UnitStatus
{
    /// <summary>What the charm says about the workload.</summary>
    [JsonPropertyName("workload-status")]
    public required StatusValue Workload { get; init; }

    /// <summary>What the unit agent does.</summary>
    [JsonPropertyName("juju-status")]
    public required StatusValue Agent { get; init; }

    /// <summary>True for the leader, absent for the others.</summary>
    public bool? Leader { get; init; }

    /// <summary>Ports that the charm opened, <c>5432/tcp</c>.</summary>
    public IReadOnlyList<string>? OpenPorts { get; init; }

    /// <summary>The charm it still runs while its application is refreshed to another.</summary>
    public string? UpgradingFrom { get; init; }

    /// <summary>The unit's IP address.</summary>
    public string? Address { get; init; }

    /// <summary>The place's own name for it, <c>postgresql-k8s-0</c>.</summary>
    public string? ProviderId { get; init; }

    /// <summary><c>dying</c> or <c>dead</c>; absent while alive.</summary>
    public string? Life { get; init; }
}
