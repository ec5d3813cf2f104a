namespace Howdah.Pebble.Plan;

/// <summary>All layers combined: what the daemon acts on. Never changed; a new layer makes a new plan.</summary>
internal sealed record CombinedPlan(
    IReadOnlyList<Layer> Layers,
    SortedDictionary<string, ServiceConfig> Services,
    SortedDictionary<string, CheckConfig> Checks,
    SortedDictionary<string, LogTarget> LogTargets,
    SortedDictionary<string, Workload> Workloads,
    string? PairingMode)
{
    public static CombinedPlan Empty { get; } = Combiner.Combine([]);

    /// <summary>The workload of a service, or null.</summary>
    public Workload? WorkloadOf(ServiceConfig service) =>
        service.Workload is { } name && Workloads.TryGetValue(name, out var workload) ? workload : null;
}
