namespace Howdah.Engine.Substrates;

/// <summary>
/// The place where units live: sandboxes on this machine, or pods. The engine says what should be there; the substrate
/// makes it so and reports what it sees. Every call may be repeated after a crash: it finds and adopts what exists.
/// </summary>
public interface ISubstrate : IAsyncDisposable
{
    /// <summary>Name of the kind of place, as shown by <c>status</c>: <c>machine</c> or <c>kubernetes</c>.</summary>
    string Kind { get; }

    /// <summary>
    /// Brings up what is missing of the unit (address, storage, one container per entry, the charm's own included) and
    /// leaves alone what runs. A container of the unit that died before is started again only after its death is proven.
    /// When it is called for a unit for the first time since this substrate was made, processes that an earlier engine
    /// started in the <c>charm</c> container are dead before it returns: no two hooks of a unit ever run at once.
    /// </summary>
    /// <exception cref="SubstrateException">The place cannot carry the unit; the message says why and what to do.</exception>
    Task<UnitPlace> EnsureUnitAsync(UnitSpec unit, CancellationToken cancellationToken);

    /// <summary>
    /// Stops the unit's containers in good order (services get their kill delay) and removes everything of the unit but its storage.
    /// A unit that is not there is no error.
    /// </summary>
    Task RemoveUnitAsync(string model, string unit, CancellationToken cancellationToken);

    /// <summary>Deletes the data of a storage instance. One that is not there is no error.</summary>
    Task RemoveStorageAsync(string model, string storageId, CancellationToken cancellationToken);

    /// <summary>
    /// What happens in the unit's workload containers from now on, without end: first one <see cref="ContainerEvent.Ready"/> for
    /// each container that is up. A container that dies, the charm's own too, gives <see cref="ContainerEvent.Gone"/>; the engine answers by
    /// ensuring the unit again.
    /// </summary>
    IAsyncEnumerable<ContainerEvent> ObserveAsync(string model, string unit, CancellationToken cancellationToken);

    /// <summary>Starts a process in a container of the unit (<c>charm</c> is the charm's own).</summary>
    /// <exception cref="SubstrateException">There is no such container, it is down, or the command cannot be started.</exception>
    Task<IContainerProcess> ExecAsync(string model, string unit, string container, ExecSpec command, CancellationToken cancellationToken);
}
