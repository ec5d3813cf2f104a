using System.Collections.Immutable;

namespace Howdah.Engine.Why;

/// <summary>What is known of a unit besides the model.</summary>
internal sealed record WhyFacts
{
    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Containers whose Pebble answers; null when nobody looks after the unit (yet).</summary>
    public ImmutableSortedSet<string>? Containers { get; init; }

    /// <summary>Health checks that fail, as <c>container/check</c>.</summary>
    public ImmutableSortedSet<string> FailedChecks { get; init; } = [];

    /// <summary>Number of the last hook in the unit's journal; null for none.</summary>
    public int? LastHook { get; init; }

    /// <summary>The last line that this hook complained with; null for none.</summary>
    public string? LastWord { get; init; }
}
