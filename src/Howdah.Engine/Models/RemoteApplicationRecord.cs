using System.Collections.Immutable;

namespace Howdah.Engine.Models;

/// <summary>An offer of another model that this one consumes, under a name of its own.</summary>
public sealed record RemoteApplicationRecord
{
    /// <summary>Its name here.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the offer.</summary>
    public required string Offer { get; init; }

    /// <summary>Name of the model that offers.</summary>
    public required string Model { get; init; }

    /// <summary>Identity of the model that offers.</summary>
    public required string ModelUuid { get; init; }

    /// <summary>The offered endpoints, under the name that the application has here.</summary>
    public required ImmutableArray<RelationEnd> Ends { get; init; }

    /// <summary>How the offered application is.</summary>
    public required StatusInfo Status { get; init; }

    /// <summary>Where it is in its life.</summary>
    public Life Life { get; init; }
}
