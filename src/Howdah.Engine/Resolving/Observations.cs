using System.Collections.Immutable;
using Howdah.Engine.Substrates;

namespace Howdah.Engine.Resolving;

/// <summary>What a unit's agent knows besides the model: it is found out again after a restart, so it is kept in memory.</summary>
internal sealed record Observations
{
    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What happened in the containers and was not told yet, oldest first.</summary>
    public ImmutableList<ContainerEvent> Events { get; init; } = [];

    /// <summary>When <c>update-status</c> is next due.</summary>
    public DateTimeOffset UpdateStatusAt { get; init; } = DateTimeOffset.MaxValue;
}
