namespace Howdah.Pebble.Plan;

/// <summary>A place to forward logs to, as a layer or the combined plan has it.</summary>
internal sealed record LogTarget
{
    public required string Name { get; init; }

    public string? Type { get; init; }

    public string? Location { get; init; }

    public IReadOnlyList<string> Services { get; init; } = [];

    public string? Override { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = Maps.Empty;

    /// <summary>Whether it takes the logs of a service: the last entry that speaks of it decides.</summary>
    public bool Selects(string service)
    {
        foreach (var entry in Services.Reverse())
        {
            var excludes = entry is ['-', ..];
            var name = excludes ? entry[1..] : entry;
            if (name is "all" || string.Equals(name, service, StringComparison.Ordinal)) return !excludes;
        }
        return false;
    }

    /// <summary>What this becomes when a later layer's entry is merged into it.</summary>
    public LogTarget Merge(LogTarget later) => this with
    {
        Type = later.Type ?? Type,
        Location = later.Location ?? Location,
        Services = [.. Services, .. later.Services],
        Labels = Maps.Merge(Labels, later.Labels),
    };
}
