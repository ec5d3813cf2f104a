using Howdah.Engine.Changes;
using Howdah.Engine.CrossModel;
using Howdah.Engine.Models;
using Howdah.Engine.Store;

namespace Howdah.Engine;

/// <summary>What other models may use of this one, and what it uses of others.</summary>
public sealed partial class ModelService
{
    /// <summary>Lets other models relate to endpoints of an application.</summary>
    /// <param name="application">The application.</param>
    /// <param name="endpoints">Its endpoints.</param>
    /// <param name="name">Name of the offer; null for the application's.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task OfferAsync(string application, IReadOnlyList<string> endpoints, string? name, CancellationToken cancellationToken) =>
        _store.CommitAsync(model => Offers.Add(model, application, endpoints, name ?? application)).WaitAsync(cancellationToken);

    /// <summary>Begins the end of an offer.</summary>
    /// <param name="name">The offer.</param>
    /// <param name="force">True to end its relations too; otherwise one that is used is refused.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task RemoveOfferAsync(string name, bool force, CancellationToken cancellationToken) =>
        _store.CommitAsync(model => Offers.Remove(model, name, force)).WaitAsync(cancellationToken);

    /// <summary>Begins the end of a consumed offer, with its relations.</summary>
    public Task RemoveRemoteAsync(string name, CancellationToken cancellationToken) =>
        _store.CommitAsync(model => Offers.RemoveRemote(model, name)).WaitAsync(cancellationToken);

    /// <summary>Has the units of both models leave a relation that uses an offer of this one, until it is resumed.</summary>
    /// <param name="id">The relation.</param>
    /// <param name="reason">Why, for people; may be empty.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task SuspendRelationAsync(int id, string reason, CancellationToken cancellationToken) =>
        _store.CommitAsync(model => Suspension.Suspend(model, id, reason)).WaitAsync(cancellationToken);

    /// <summary>Has the units of both models enter a suspended relation again.</summary>
    public Task ResumeRelationAsync(int id, CancellationToken cancellationToken) =>
        _store.CommitAsync(model => Suspension.Resume(model, id)).WaitAsync(cancellationToken);

    /// <summary>The relations that use an offer.</summary>
    public static IReadOnlyList<RelationRecord> UsesOf(ModelSnapshot model, OfferRecord offer) => [.. Offers.Uses(model, offer)];

    /// <summary>The endpoints that an offer is about.</summary>
    public static IReadOnlyList<RelationEnd> EndsOf(ModelSnapshot model, OfferRecord offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        return Offers.EndsOf(model, offer, offer.Application);
    }

    internal Task ConsumeAsync(FoundOffer offer, string name, CancellationToken cancellationToken) =>
        _store.CommitAsync(model => Offers.Consume(model, offer, name)).WaitAsync(cancellationToken);

    internal Task ChangeAsync(Func<ModelSnapshot, ModelSnapshot> change) => _store.CommitAsync(change);

    internal void Wake(WakeSignal signal, Func<ModelSnapshot, ModelSnapshot, bool> concerns) => _store.Subscribe(signal, concerns);
}
