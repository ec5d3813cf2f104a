using Howdah.Engine.Changes;
using Howdah.Engine.Models;

namespace Howdah.Engine.CrossModel;

/// <summary>An offer that another model has.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="Model">The model.</param>
/// <param name="Offer">The offer.</param>
internal sealed record FoundOffer(OfferUrl Url, ModelSnapshot Model, OfferRecord Offer)
{
    /// <summary>Refuses one relation too many for what the offered charm declares.</summary>
    /// <param name="end">The offered end, under the name that it has in the consuming model.</param>
    /// <param name="wanted">The relation, for the message.</param>
    public void CheckLimit(RelationEnd end, string wanted) =>
        Relations.CheckLimit(Model, end with { Application = Offer.Application }, wanted);
}
