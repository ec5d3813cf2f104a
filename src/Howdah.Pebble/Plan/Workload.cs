namespace Howdah.Pebble.Plan;

/// <summary>Environment and credentials that several services share.</summary>
internal sealed record Workload
{
    public required string Name { get; init; }

    public string? Override { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = Maps.Empty;

    public int? UserId { get; init; }

    public string? User { get; init; }

    public int? GroupId { get; init; }

    public string? Group { get; init; }

    /// <summary>What this becomes when a later layer's entry is merged into it.</summary>
    public Workload Merge(Workload later) => this with
    {
        Environment = Maps.Merge(Environment, later.Environment),
        UserId = later.UserId ?? UserId,
        User = later.User ?? User,
        GroupId = later.GroupId ?? GroupId,
        Group = later.Group ?? Group,
    };
}
