using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Offers;

namespace Howdah.Cli.Commands;

/// <summary>What the commands about offers have in common.</summary>
internal static class OfferList
{
    /// <summary>The offers of a model; of all models when none is named.</summary>
    public static async Task<IReadOnlyList<OfferDetail>> GetAsync(Call call, string? model, CancellationToken cancellationToken) =>
    [
        .. (await call.Engine.GetOffersAsync(cancellationToken).ConfigureAwait(false)).Values
            .Where(offer => model is null || ModelOf(offer) == model)
            .OrderBy(offer => offer.OfferUrl, StringComparer.Ordinal),
    ];

    /// <summary>Name of an offer: its URL ends with it.</summary>
    public static string NameOf(OfferDetail offer) => offer.OfferUrl[(offer.OfferUrl.LastIndexOf('.') + 1)..];

    /// <summary>An offer's URL in any of its forms, split: no model when only the name was given.</summary>
    public static (string? Model, string Offer) Split(string url)
    {
        var dot = url.LastIndexOf('.');
        return dot < 0 ? (null, url) : (Call.ShortName(url[..dot]), url[(dot + 1)..]);
    }

    /// <summary>Prints offers as JSON or YAML, by their URL with the controller.</summary>
    public static void Print(Call call, string format, IEnumerable<OfferDetail> offers) => call.Out.Print(
        format,
        offers.ToDictionary(offer => $"{offer.Store}:{offer.OfferUrl}", offer => new OfferSummary("admin", offer.Endpoints), StringComparer.Ordinal),
        ApiJson.Default.IReadOnlyDictionaryStringOfferSummary);

    private static string ModelOf(OfferDetail offer) => Split(offer.OfferUrl).Model!;
}
