using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Offers;
using Howdah.Server.Views;

namespace Howdah.Server.Api;

/// <summary>Requests about what models offer to each other.</summary>
internal static class OfferRequests
{
    /// <summary>The offers of all models.</summary>
    public static Task ListAsync(Request request)
    {
        var controller = request.Engine.Controller;
        return request.AnswerAsync(
            controller.Models.SelectMany(model => OfferView.Of(model.Snapshot, controller.Name))
                .ToDictionary(offer => offer.OfferUrl, StringComparer.Ordinal),
            ApiJson.Default.IReadOnlyDictionaryStringOfferDetail);
    }

    /// <summary>A new offer.</summary>
    public static async Task AddAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.OfferRequest).ConfigureAwait(false);
        await request.Model.OfferAsync(wanted.Application, wanted.Endpoints, wanted.Name, request.Aborted).ConfigureAwait(false);
        var url = new Howdah.Engine.CrossModel.OfferUrl(request.Model.Name, wanted.Name ?? wanted.Application);
        await request.AnswerAsync(
            new ChangeSummary([$"Application \"{wanted.Application}\" endpoints [{string.Join(", ", wanted.Endpoints)}] available at \"{url}\""]),
            ApiJson.Default.ChangeSummary).ConfigureAwait(false);
    }

    /// <summary>The end of an offer.</summary>
    public static async Task RemoveAsync(Request request)
    {
        await request.Model.RemoveOfferAsync(request.Part("offer"), request.Flag("force"), request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }

    /// <summary>A model knows an offer of another.</summary>
    public static async Task ConsumeAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.ConsumeRequest).ConfigureAwait(false);
        var (url, name) = await request.Engine.Controller
            .ConsumeAsync(request.Part("model"), wanted.Url, wanted.Alias, request.Aborted).ConfigureAwait(false);
        await request.AnswerAsync(new ChangeSummary([$"Added {url} as {name}"]), ApiJson.Default.ChangeSummary).ConfigureAwait(false);
    }

    /// <summary>A model knows an offer no longer.</summary>
    public static async Task RemoveRemoteAsync(Request request)
    {
        await request.Model.RemoveRemoteAsync(request.Part("name"), request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }
}
