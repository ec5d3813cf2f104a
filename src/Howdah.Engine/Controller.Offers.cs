using Howdah.Engine.Bundles;
using Howdah.Engine.Changes;
using Howdah.Engine.Models;
using Howdah.Engine.CrossModel;

namespace Howdah.Engine;

/// <summary>What goes between models.</summary>
public sealed partial class Controller
{
    /// <summary>Has a model know an offer of another.</summary>
    /// <param name="model">The model that consumes.</param>
    /// <param name="url">The offer, <c>[CONTROLLER:][admin/]MODEL.OFFER</c>.</param>
    /// <param name="alias">Its name in the consuming model; null for the offer's.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Where the offer is, and its name in the consuming model.</returns>
    /// <exception cref="EngineException">There is no such offer, or the name is taken.</exception>
    public async Task<(OfferUrl Url, string Name)> ConsumeAsync(string model, string url, string? alias, CancellationToken cancellationToken)
    {
        var found = FindOffer(url);
        var name = alias ?? found.Offer.Name;
        await GetModel(model).ConsumeAsync(found, name, cancellationToken).ConfigureAwait(false);
        return (found.Url, name);
    }

    /// <summary>
    /// Brings a model to what a bundle says: adds what is missing, changes what differs, removes nothing. All of it or, when something of it is
    /// refused, none.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="bundle">The bundle.</param>
    /// <param name="baseDirectory">Folder that relative paths in it start from.</param>
    /// <param name="progress">Told of each step.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task DeployBundleAsync(string model, Bundle bundle, string baseDirectory, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var offers = bundle.Saas.ToDictionary(entry => entry.Key, entry => FindOffer(entry.Value), StringComparer.Ordinal);
        return GetModel(model).DeployBundleAsync(bundle, offers, baseDirectory, progress, cancellationToken);
    }

    /// <summary>Relates two endpoints, each <c>app</c>, <c>app:endpoint</c> or the URL of an offer, which is consumed then.</summary>
    public async Task<RelationRecord> AddRelationAsync(string model, string first, string second, CancellationToken cancellationToken)
    {
        first = await LocalNameAsync(model, first, cancellationToken).ConfigureAwait(false);
        second = await LocalNameAsync(model, second, cancellationToken).ConfigureAwait(false);
        var consumer = GetModel(model);
        CheckOfferedLimit(consumer.Snapshot, first, second);
        return await consumer.AddRelationAsync(first, second, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> LocalNameAsync(string model, string text, CancellationToken cancellationToken)
    {
        if (!OfferUrl.Looks(text))
        {
            return text;
        }

        var endpoint = text.LastIndexOf(':') is var colon && colon > text.IndexOf('.', StringComparison.Ordinal) ? text[colon..] : "";
        var (_, name) = await ConsumeAsync(model, text[..^endpoint.Length], alias: null, cancellationToken).ConfigureAwait(false);
        return name + endpoint;
    }

    // The offering model makes its half of the relation a moment later, when nobody is there any more to hear that it can't.
    private void CheckOfferedLimit(ModelSnapshot model, string first, string second)
    {
        var (one, other) = EndpointMatch.Resolve(model, first, second);
        if (EndpointMatch.Existing(model, one, other) is not null || Offers.CrossingOf(model, one, other) is not { } crossing)
        {
            return;
        }

        FindOffer(new OfferUrl(crossing.Model, crossing.Offer).ToString())
            .CheckLimit(one.Application == crossing.Application ? one : other, $"{one} {other}");
    }

    private FoundOffer FindOffer(string text)
    {
        var url = OfferUrl.Parse(text, Name);
        return _models.TryGetValue(url.Model, out var model) && model.Snapshot.Offers.TryGetValue(url.Offer, out var offer) && offer.Life == Life.Alive
            ? new FoundOffer(url, model.Snapshot, offer)
            : throw EngineException.NotFound($"offer \"{url}\" not found; 'howdah find-offers' lists those that there are");
    }
}
