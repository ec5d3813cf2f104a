namespace Howdah.Pebble.Notices;

/// <summary>Something that happened, one a (user, type, key); repeats count up. Never changed.</summary>
internal sealed record Notice
{
    public required string Id { get; init; }

    /// <summary>The owner; null means public.</summary>
    public uint? UserId { get; init; }

    public required string Type { get; init; }

    public required string Key { get; init; }

    public required DateTimeOffset FirstOccurred { get; init; }

    public required DateTimeOffset LastOccurred { get; init; }

    public required DateTimeOffset LastRepeated { get; init; }

    public required int Occurrences { get; init; }

    public IReadOnlyDictionary<string, string> LastData { get; init; } = Plan.Maps.Empty;

    public TimeSpan? RepeatAfter { get; init; }

    /// <summary>How long after its last occurrence it is kept.</summary>
    public static TimeSpan ExpireAfter { get; } = TimeSpan.FromDays(7);
}
