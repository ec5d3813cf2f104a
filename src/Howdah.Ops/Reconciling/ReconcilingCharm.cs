using Howdah.Pebble.Client;

namespace Howdah.Ops;

/// <summary>
/// A charm whose events all end in one reconciliation: named steps in a fixed order, each of which checks before it acts. The
/// first that is not done ends it, and what it waits for is the unit's status.
/// </summary>
public abstract class ReconcilingCharm : Charm
{
    private readonly List<Status> statuses = [];
    private bool reconciled;

    /// <summary>A charm of that context.</summary>
    protected ReconcilingCharm(CharmContext context)
        : base(context)
    {
        Observe(On.CollectUnitStatus, CollectStatus);
        Observe(On.SecretRemove, RemoveRevision);
    }

    /// <summary>The step is done; the next one runs.</summary>
    protected static StepResult Done => StepResult.Done;

    /// <summary>The steps, in their order.</summary>
    protected abstract IReadOnlyList<ReconcileStep> Steps { get; }

    /// <summary>The status once all steps are done.</summary>
    protected virtual Status WhenDone => Status.Active();

    /// <inheritdoc cref="StepResult.Waiting"/>
    protected static StepResult Waiting(string reason) => StepResult.Waiting(reason);

    /// <inheritdoc cref="StepResult.Maintenance"/>
    protected static StepResult Maintenance(string reason) => StepResult.Maintenance(reason);

    /// <inheritdoc cref="StepResult.Blocked"/>
    protected static StepResult Blocked(string reason) => StepResult.Blocked(reason);

    /// <summary>A step for before a service starts: no other program may hold one of its ports on all addresses of the machine.</summary>
    protected static StepResult FreePorts(params IEnumerable<int> ports) => WildcardListeners.FindTaken(ports) is { } port
        ? Blocked($"port {port} is taken: another program listens on it on all addresses of this machine; let it listen on one")
        : Done;

    /// <summary>Has every one of these events end in the reconciliation.</summary>
    protected void ReconcileOn(params IEnumerable<EventSource> sources) =>
        ObserveAll(sources, (_, token) => ReconcileAsync(token), "Reconcile");

    /// <summary>Runs the steps. The status is that of the last run in a dispatch.</summary>
    /// <returns>Whether all are done.</returns>
    protected async Task<bool> ReconcileAsync(CancellationToken cancellationToken)
    {
        reconciled = true;
        statuses.Clear();
        foreach (var step in Steps)
        {
            var result = await RunAsync(step, cancellationToken);
            if (result.Status is { } status)
            {
                Log.Debug($"Step \"{step.Name}\": {status.Kind} {status.Message}");
                statuses.Add(status);
            }

            if (!result.GoesOn)
            {
                return false;
            }
        }

        return statuses.Count == 0;
    }

    private static async Task<StepResult> RunAsync(ReconcileStep step, CancellationToken cancellationToken)
    {
        try
        {
            return await step.Run(cancellationToken);
        }
        catch (PebbleConnectionException)
        {
            // The container went away in the middle: its pebble-ready will come and run the steps again.
            return StepResult.Waiting($"waiting for the container ({step.Name})");
        }
    }

    // A revision of one of our secrets that nobody reads any more is of no use, and holds a password of former times.
    private static void RemoveRevision(SecretRevisionEvent e) => e.RemoveRevision();

    private void CollectStatus(CollectStatusEvent e)
    {
        if (!reconciled)
        {
            return;
        }

        foreach (var status in statuses)
        {
            e.AddStatus(status);
        }

        if (statuses.Count == 0)
        {
            e.AddStatus(WhenDone);
        }
    }
}
