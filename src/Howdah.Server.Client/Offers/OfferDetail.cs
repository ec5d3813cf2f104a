using Howdah.Server.Client.Status;

namespace Howdah.Server.Client.Offers;

/// <summary>An offer as <c>offers</c> shows it.</summary>
public sealed record OfferDetail
{
    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>Name of the controller.</summary>
    public required string Store { get; init; }

    /// <summary>The application's charm.</summary>
    public required string Charm { get; init; }

    /// <summary>What another model calls it, <c>admin/MODEL.OFFER</c>.</summary>
    public required string OfferUrl { get; init; }

    /// <summary>The offered endpoints by name.</summary>
    public required IReadOnlyDictionary<string, OfferedEndpoint> Endpoints { get; init; }

    /// <summary>The relations that use it; absent when there are none.</summary>
    public IReadOnlyList<OfferConnection>? Connections { get; init; }
}

/// <summary>An endpoint of another model's application.</summary>
/// <param name="Interface">What is spoken.</param>
/// <param name="Role"><c>provider</c> or <c>requirer</c>.</param>
public sealed record OfferedEndpoint(string Interface, string Role);

/// <summary>A relation that uses an offer.</summary>
/// <param name="SourceModelUuid">Identity of the model that consumes.</param>
/// <param name="Username">Who consumes.</param>
/// <param name="RelationId">The relation's number in the offering model.</param>
/// <param name="Endpoint">The offered endpoint.</param>
/// <param name="Status">Whether it is joined.</param>
public sealed record OfferConnection(string SourceModelUuid, string Username, int RelationId, string Endpoint, StatusValue Status);

/// <summary>An offer as <c>find-offers</c> and <c>show-offer</c> show it.</summary>
/// <param name="Access">What one may do with it.</param>
/// <param name="Endpoints">The offered endpoints by name.</param>
public sealed record OfferSummary(string Access, IReadOnlyDictionary<string, OfferedEndpoint> Endpoints);
