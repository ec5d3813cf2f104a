using System.Globalization;
using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Offers;

namespace Howdah.Server.Client;

/// <summary>What other models may use of this one, and what it uses of others.</summary>
public sealed partial class ModelClient
{
    /// <summary>Lets other models relate to endpoints of an application.</summary>
    public Task<ChangeSummary> OfferAsync(OfferRequest request, CancellationToken cancellationToken) =>
        _engine.PostAsync($"{_root}/offers", request, ApiJson.Default.OfferRequest, ApiJson.Default.ChangeSummary, cancellationToken);

    /// <summary>Begins the end of an offer; one that is used is refused unless its relations are to end too.</summary>
    public Task RemoveOfferAsync(string offer, bool force, CancellationToken cancellationToken) => _engine.SendAsync(
        HttpMethod.Delete, $"{_root}/offers/{Uri.EscapeDataString(offer)}?force={(force ? "true" : "false")}", cancellationToken);

    /// <summary>Has the units of both models leave a relation that uses an offer of this one, until it is resumed.</summary>
    /// <param name="relation">Its number.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    public Task SuspendRelationAsync(int relation, string? reason, CancellationToken cancellationToken) =>
        _engine.SendAsync(HttpMethod.Post, Suspended(relation), new SuspendRequest(reason), ApiJson.Default.SuspendRequest, cancellationToken);

    /// <summary>Has the units of both models enter a suspended relation again.</summary>
    public Task ResumeRelationAsync(int relation, CancellationToken cancellationToken) =>
        _engine.SendAsync(HttpMethod.Delete, Suspended(relation), cancellationToken);

    /// <summary>Has this model know an offer of another.</summary>
    public Task<ChangeSummary> ConsumeAsync(ConsumeRequest request, CancellationToken cancellationToken) =>
        _engine.PostAsync($"{_root}/remote-applications", request, ApiJson.Default.ConsumeRequest, ApiJson.Default.ChangeSummary, cancellationToken);

    /// <summary>Begins the end of a consumed offer, with its relations.</summary>
    public Task RemoveRemoteAsync(string name, CancellationToken cancellationToken) =>
        _engine.SendAsync(HttpMethod.Delete, $"{_root}/remote-applications/{Uri.EscapeDataString(name)}", cancellationToken);

    private string Suspended(int relation) => string.Create(CultureInfo.InvariantCulture, $"{_root}/relations/{relation}/suspended");
}
