using System.Collections.Immutable;
using System.Text.Json;

namespace Howdah.Engine.Models;

/// <summary>An application: units of one charm with one configuration.</summary>
public sealed record ApplicationRecord
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its charm, <see cref="CharmRecord.Id"/>.</summary>
    public required string CharmId { get; init; }

    /// <summary>When it was deployed.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Where it is in its life.</summary>
    public Life Life { get; init; }

    /// <summary>How many units are wanted.</summary>
    public int Scale { get; init; }

    /// <summary>Configuration that was set, without defaults.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Config { get; init; } = ImmutableSortedDictionary<string, JsonElement>.Empty;

    /// <summary>Digest over <see cref="Config"/> with defaults and <see cref="Trust"/>: what units compare to see that it changed.</summary>
    public string ConfigDigest { get; init; } = "";

    /// <summary>True when the charm may use the credentials of the place.</summary>
    public bool Trust { get; init; }

    /// <summary>True when a person said that it may be reached from outside of the model.</summary>
    public bool Exposed { get; init; }

    /// <summary>What the leader said of the application; null when it said nothing.</summary>
    public StatusInfo? Status { get; init; }

    /// <summary>Settings of the deprecated <c>leader-set</c>.</summary>
    public Bag LeaderSettings { get; init; } = Bag.Empty;

    /// <summary>The leading unit; null when there is none.</summary>
    public string? Leader { get; init; }

    /// <summary>Until when the leader leads unless it renews.</summary>
    public DateTimeOffset LeaseExpires { get; init; }

    /// <summary>How many instances of a storage new units get, where it differs from the charm's minimum.</summary>
    public ImmutableSortedDictionary<string, int> StorageCounts { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>The change to another charm that units are going through; null when there is none.</summary>
    public RefreshRecord? Refresh { get; init; }

    /// <summary>What became of the last refresh when it was rolled back, for people; empty otherwise.</summary>
    public string RefreshNote { get; init; } = "";

    /// <summary>Files given for the charm's resources by name of the resource: absolute path, or image reference.</summary>
    public Bag Resources { get; init; } = Bag.Empty;
}
