using System.Collections.Immutable;

namespace Howdah.Engine.Models;

/// <summary>A unit of an application.</summary>
public sealed record UnitRecord
{
    /// <summary>Its name, <c>app/0</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its application.</summary>
    public required string Application { get; init; }

    /// <summary>Its number.</summary>
    public required int Number { get; init; }

    /// <summary>The charm it runs, <see cref="CharmRecord.Id"/>.</summary>
    public required string CharmId { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>What the workload is doing, by the charm's word. While a hook is failed, show <see cref="WorkloadShown"/>.</summary>
    public required StatusInfo Workload { get; init; }

    /// <summary>What the unit's agent is doing.</summary>
    public required StatusInfo Agent { get; init; }

    /// <summary>Where it is in its life.</summary>
    public Life Life { get; init; }

    /// <summary>True when its storage goes with it.</summary>
    public bool DestroyStorage { get; init; }

    /// <summary>True when it is taken down without asking its charm.</summary>
    public bool Force { get; init; }

    /// <summary>Its address; null until it has a place.</summary>
    public string? Address { get; init; }

    /// <summary>The place's name for it; null until it has a place.</summary>
    public string? ProviderId { get; init; }

    /// <summary>Version of the workload, by the charm's word; empty when it said nothing.</summary>
    public string WorkloadVersion { get; init; } = "";

    /// <summary>When <see cref="WorkloadVersion"/> was set.</summary>
    public DateTimeOffset WorkloadVersionSince { get; init; }

    /// <summary>True once the charm said a workload status.</summary>
    public bool WorkloadSetByCharm { get; init; }

    /// <summary>Opened ports.</summary>
    public ImmutableArray<OpenedPort> Ports { get; init; } = [];

    /// <summary>What the charm keeps with <c>state-set</c>.</summary>
    public Bag State { get; init; } = Bag.Empty;

    /// <summary>What the unit's charm has been told so far.</summary>
    public AgentRecord Told { get; init; } = new();

    /// <summary>The workload status as it is shown: <c>error</c> while a hook is failed.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public StatusInfo WorkloadShown => Told.Failure is { } failure
        ? new StatusInfo(WorkloadStatus.Error, $"hook failed: \"{failure.Hook.Name}\"{failure.Hook.Subject}", failure.Since)
        : Workload;
}

/// <summary>A port, or range of ports, that a unit opened.</summary>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c> or <c>icmp</c>.</param>
/// <param name="From">First port; 0 for icmp.</param>
/// <param name="To">Last port.</param>
/// <param name="Endpoint">The endpoint it was opened for; empty for all.</param>
public sealed record OpenedPort(string Protocol, int From, int To, string Endpoint)
{
    /// <summary><c>80/tcp</c>, <c>8000-8010/udp</c>, <c>icmp</c>.</summary>
    public override string ToString() =>
        Protocol == "icmp" ? Protocol : From == To ? $"{From}/{Protocol}" : $"{From}-{To}/{Protocol}";
}
