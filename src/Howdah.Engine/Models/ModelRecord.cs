namespace Howdah.Engine.Models;

/// <summary>A model: a set of applications that belong together.</summary>
public sealed record ModelRecord
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its identity, which a later model of the same name does not share.</summary>
    public required string Uuid { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Where it is in its life.</summary>
    public Life Life { get; init; }

    /// <summary>Model configuration that was set (<c>update-status-hook-interval</c>, <c>automatically-retry-hooks</c>).</summary>
    public Bag Config { get; init; } = Bag.Empty;

    /// <summary>Id of the next relation.</summary>
    public int NextRelation { get; init; }

    /// <summary>Number of the next storage instance, whatever its name.</summary>
    public int NextStorage { get; init; }

    /// <summary>Id of the next operation or task: they share one sequence.</summary>
    public int NextOperation { get; init; } = 1;

    /// <summary>Unit numbers that were given out, by application: they survive the application, as numbers are never used twice.</summary>
    public System.Collections.Immutable.ImmutableSortedDictionary<string, int> NextUnits { get; init; } =
        System.Collections.Immutable.ImmutableSortedDictionary<string, int>.Empty;
}
