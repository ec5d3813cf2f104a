namespace Howdah.Pebble.Plan;

/// <summary>What one layer says; entries in the order of their names.</summary>
internal sealed record Layer
{
    public string Label { get; init; } = "";

    public int Order { get; init; }

    public string? Summary { get; init; }

    public string? Description { get; init; }

    public SortedDictionary<string, ServiceConfig> Services { get; init; } = Named<ServiceConfig>();

    public SortedDictionary<string, CheckConfig> Checks { get; init; } = Named<CheckConfig>();

    public SortedDictionary<string, LogTarget> LogTargets { get; init; } = Named<LogTarget>();

    public SortedDictionary<string, Workload> Workloads { get; init; } = Named<Workload>();

    public string? PairingMode { get; init; }

    public static SortedDictionary<string, T> Named<T>() => new(StringComparer.Ordinal);
}
