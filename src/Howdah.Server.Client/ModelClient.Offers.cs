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

    /// <summary>Has this model know an offer of another.</summary>
    public Task<ChangeSummary> ConsumeAsync(ConsumeRequest request, CancellationToken cancellationToken) =>
        _engine.PostAsync($"{_root}/remote-applications", request, ApiJson.Default.ConsumeRequest, ApiJson.Default.ChangeSummary, cancellationToken);

    /// <summary>Begins the end of a consumed offer, with its relations.</summary>
    public Task RemoveRemoteAsync(string name, CancellationToken cancellationToken) =>
        _engine.SendAsync(HttpMethod.Delete, $"{_root}/remote-applications/{Uri.EscapeDataString(name)}", cancellationToken);
}
