using Howdah.Engine.Changes;
using Howdah.Engine.Models;
using Howdah.Engine.Store;
using Howdah.Engine.Substrates;
using Microsoft.Extensions.Logging;

namespace Howdah.Engine.Agents;

/// <summary>
/// Keeps the place of one unit: has it made, watches its containers, and has what died made again at once, whatever the unit's charm
/// is doing at the time.
/// </summary>
internal sealed partial class UnitPlaceKeeper(
    EngineHost host, ModelStore store, ModelPaths paths, string unit, EventQueue events, WakeSignal wake, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan RetryFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMost = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _repairs = [];
    private Task _observing = Task.CompletedTask;
    private CancellationTokenSource _observation = new();
    private UnitSpec? _made;
    private (string CharmId, object Storages)? _seen;

    /// <summary>The place; null until it was made.</summary>
    public UnitPlace? Place { get; private set; }

    /// <summary>True while the last attempt to make the place failed.</summary>
    public bool IsDown { get; private set; }

    /// <summary>Makes the place and begins to watch it. Tries again until it succeeds.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken).ConfigureAwait(false);
        _observing = ObserveAsync(_observation.Token);
    }

    /// <summary>Makes sure of the place again when the unit got another charm or other storage since.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var model = store.Current;
        if (_made is not { } made || !model.Units.TryGetValue(unit, out var record) || _seen == (record.CharmId, model.Storages))
        {
            return;
        }

        var spec = UnitSpecs.Of(model, record, paths);
        if (UnitSpecs.NeedsNewPlace(made, spec))
        {
            await _observation.CancelAsync().ConfigureAwait(false);
            await _observing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _observation.Dispose();
            _observation = new CancellationTokenSource();
            made.Containers.ToList().ForEach(container => events.Add(new ContainerEvent.Gone(container.Name)));
            await EnsureAsync(cancellationToken).ConfigureAwait(false);
            _observing = ObserveAsync(_observation.Token);
        }
        else if (made.CharmRevision != spec.CharmRevision)
        {
            await EnsureAsync(cancellationToken).ConfigureAwait(false);
        }

        _seen = (record.CharmId, model.Storages);
    }

    /// <summary>Makes what is missing of the place. Tries again until it succeeds.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                await EnsureOnceAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                IsDown = true;
                LogNoPlace(e, unit);
                var (message, now) = (e.Message, host.Now);
                await store.UpdateAsync(model => Units.Update(model, unit, record => record with
                {
                    Agent = record.Agent.To(AgentStatus.Failed, message, now),
                    Workload = record.WorkloadSetByCharm ? record.Workload : record.Workload.To(WorkloadStatus.Waiting, message, now),
                })).ConfigureAwait(false);
                await Task.Delay(Backoff.After(attempts, RetryFirst, RetryMost), host.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Stops watching, and waits for what is being made. The unit's removal does it before its agent ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _observation.CancelAsync().ConfigureAwait(false);
        await _observing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_repairs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _gate.Dispose();
        _observation.Dispose();
        _stop.Dispose();
    }

    private async Task EnsureOnceAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var model = store.Current;
            if (!model.Units.TryGetValue(unit, out var record))
            {
                return;
            }

            var spec = UnitSpecs.Of(model, record, paths);
            if (_made is { } made && UnitSpecs.NeedsNewPlace(made, spec))
            {
                await host.Substrate.RemoveUnitAsync(spec.Model, unit, cancellationToken).ConfigureAwait(false);
            }

            var place = await host.Substrate.EnsureUnitAsync(spec, cancellationToken).ConfigureAwait(false);
            (Place, IsDown, _made) = (place, false, spec);
            if (record.Address != place.Address || record.ProviderId != place.ProviderId)
            {
                await store.UpdateAsync(current => Publish(current, place)).ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private ModelSnapshot Publish(ModelSnapshot model, UnitPlace place)
    {
        model = Units.Update(model, unit, record => record with { Address = place.Address, ProviderId = place.ProviderId });
        foreach (var relation in model.Relations.Values.Where(relation => relation.Members.GetValueOrDefault(unit)?.InScope == true))
        {
            model = Relations.Enter(model, relation.Id, model.Units[unit]);
        }

        return model;
    }

    private async Task ObserveAsync(CancellationToken cancellationToken)
    {
        for (var attempts = 1; !cancellationToken.IsCancellationRequested; attempts++)
        {
            try
            {
                await foreach (var happened in host.Substrate.ObserveAsync(store.Current.Model.Name, unit, cancellationToken).ConfigureAwait(false))
                {
                    attempts = 1;
                    Take(happened);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogObserveFailed(e, unit);
            }

            await Task.Delay(Backoff.After(attempts, RetryFirst, RetryMost), host.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Take(ContainerEvent happened)
    {
        // Of its own container the charm is told nothing: its hooks wait until it is there.
        if (_made?.Containers.Any(container => container.Name == happened.Container) == true)
        {
            events.Add(happened);
        }

        if (happened is ContainerEvent.Gone)
        {
            LogGone(unit, happened.Container);
            _repairs.RemoveAll(repair => repair.IsCompleted);
            _repairs.Add(EnsureAsync(_stop.Token));
        }

        wake.Set();
    }

    [LoggerMessage(EventId = 300, Level = LogLevel.Error, Message = "Unit {Unit} has no place to run; trying again")]
    private partial void LogNoPlace(Exception exception, string unit);

    [LoggerMessage(EventId = 301, Level = LogLevel.Warning, Message = "Unit {Unit}: its containers can't be watched; trying again")]
    private partial void LogObserveFailed(Exception exception, string unit);

    [LoggerMessage(EventId = 302, Level = LogLevel.Warning, Message = "Unit {Unit}: container {Container} is gone; it is made again")]
    private partial void LogGone(string unit, string container);
}
