using Howdah.Engine;
using Howdah.Engine.CrossModel;
using Howdah.Engine.Models;
using Howdah.Server.Client.Offers;
using Howdah.Server.Client.Status;

namespace Howdah.Server.Views;

/// <summary>What models offer to each other, as <c>offers</c> and <c>status</c> show it.</summary>
internal static class OfferView
{
    /// <summary>The offers of a model.</summary>
    public static IEnumerable<OfferDetail> Of(ModelSnapshot model, string controller) => model.Offers.Values.Select(offer =>
    {
        var uses = ModelService.UsesOf(model, offer);
        return new OfferDetail
        {
            Application = offer.Application,
            Store = controller,
            Charm = model.Applications[offer.Application].CharmId,
            OfferUrl = new OfferUrl(model.Model.Name, offer.Name).ToString(),
            Endpoints = EndpointsOf(ModelService.EndsOf(model, offer)),
            Connections = uses.Count == 0 ? null : [.. uses.Select(use => ConnectionOf(use, offer))],
        };
    });

    /// <summary>An offer in its model's status.</summary>
    public static OfferStatus StatusOf(ModelSnapshot model, OfferRecord offer)
    {
        var uses = ModelService.UsesOf(model, offer);
        return new OfferStatus
        {
            Application = offer.Application,
            Charm = model.Applications[offer.Application].CharmId,
            Endpoints = EndpointsOf(ModelService.EndsOf(model, offer)),
            ActiveConnectedCount = uses.Count(use => use.IsActive),
            TotalConnectedCount = uses.Count,
        };
    }

    /// <summary>A consumed offer in the status of the model that uses it.</summary>
    public static RemoteApplicationStatus StatusOf(ModelSnapshot model, RemoteApplicationRecord remote)
    {
        var related = model.RelationsOf(remote.Name)
            .GroupBy(relation => relation.EndOf(remote.Name)!.Endpoint, relation => relation.RemoteEndOf(remote.Name)!.Application, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, IReadOnlyList<string> (group) => [.. group], StringComparer.Ordinal);
        return new RemoteApplicationStatus
        {
            Url = new OfferUrl(remote.Model, remote.Offer).ToString(),
            Endpoints = EndpointsOf(remote.Ends),
            Life = remote.Life.NameUnlessAlive(),
            Status = StatusView.ValueOf(remote.Status),
            Relations = related.Count == 0 ? null : related,
        };
    }

    private static Dictionary<string, OfferedEndpoint> EndpointsOf(IEnumerable<RelationEnd> ends) =>
        ends.ToDictionary(end => end.Endpoint, end => new OfferedEndpoint(end.Interface, end.Role.ToString().ToLowerInvariant()), StringComparer.Ordinal);

    private static OfferConnection ConnectionOf(RelationRecord use, OfferRecord offer) => new(
        use.Crossing!.ModelUuid,
        "admin",
        use.Id,
        use.EndOf(offer.Application)!.Endpoint,
        new StatusValue(use.IsActive ? "joined" : use.Life == Life.Alive ? "suspended" : "broken")
        {
            Message = string.IsNullOrEmpty(use.Suspended) ? null : use.Suspended,
            Since = Times.Since(use.Created),
        });
}
