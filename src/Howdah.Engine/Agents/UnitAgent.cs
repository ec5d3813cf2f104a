using System.Collections.Immutable;
using Howdah.Engine.Changes;
using Howdah.Engine.DebugLogs;
using Howdah.Engine.Hooks;
using Howdah.Engine.Journal;
using Howdah.Engine.Models;
using Howdah.Engine.Resolving;
using Howdah.Engine.Store;
using Microsoft.Extensions.Logging;

namespace Howdah.Engine.Agents;

/// <summary>
/// Looks after one unit, from its first hook to its removal: asks the resolver what is owed, does it, and sleeps until something changes.
/// </summary>
internal sealed partial class UnitAgent : IAsyncDisposable
{
    private static readonly TimeSpan RetryFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMost = TimeSpan.FromSeconds(15);

    private readonly EngineHost _host;
    private readonly ModelStore _store;
    private readonly ModelPaths _paths;
    private readonly ModelJournal _journal;
    private readonly string _unit;
    private readonly ILogger _log;
    private readonly WakeSignal _wake = new();
    private readonly EventQueue _events = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly UnitPlaceKeeper _place;
    private readonly HookRunner _hooks;
    private readonly TaskRunner _tasks;
    private readonly HookSocketHolder _socket;
    private readonly HookTurn _turn;
    private readonly Task _running;
    private int _failures;
    private DateTimeOffset _updateStatusAt;
    private TimeSpan? _updateStatusEvery;

    public UnitAgent(EngineHost host, ModelStore store, DebugLog debugLog, ModelPaths paths, ModelJournal journal, string unit)
    {
        (_host, _store, _paths, _journal, _unit) = (host, store, paths, journal, unit);
        _log = host.Loggers.CreateLogger("Howdah.Engine.Unit");
        _place = new UnitPlaceKeeper(host, store, paths, unit, _events, _wake, _log);
        _socket = new HookSocketHolder(paths.Agent(unit), _log);
        var contexts = new HookContextFactory(host, store, debugLog, paths, journal, unit, () => _place.Place?.Root ?? "");
        _hooks = new HookRunner(host, store, debugLog, contexts, _socket, _place, unit);
        _tasks = new TaskRunner(host, store, debugLog, contexts, _socket, _place, unit);
        _turn = new HookTurn(host.HookTurns, host.Time);
        _updateStatusAt = NextUpdateStatus();
        _running = RunAsync();
    }

    /// <summary>Ends when the unit is removed, or the agent disposed.</summary>
    public Task Completion => _running;

    /// <summary>True while the unit's place can't be made.</summary>
    public bool IsDown => _place.IsDown;

    /// <summary>True once the unit's place was made.</summary>
    public bool IsUp => _place is { Place: not null, IsDown: false };

    /// <summary>Health checks that fail, as <c>container/check</c>.</summary>
    public ImmutableSortedSet<string> FailedChecks => _events.FailedChecks;

    /// <summary>Containers whose Pebble answers.</summary>
    public ImmutableSortedSet<string> ReadyContainers => _events.Ready;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _turn.End();
        await _place.DisposeAsync().ConfigureAwait(false);
        await _socket.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        using var subscription = _store.Subscribe(_wake, (before, after) => Concern.Has(before, after, _unit));
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (await StepAsync().ConfigureAwait(false))
                {
                    return;
                }

                _failures = 0;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Nothing of the model was changed by what failed; a moment later it is tried again.
                _turn.End();
                LogStepFailed(e, _unit);
                await Task.Delay(Backoff.After(++_failures, RetryFirst, RetryMost), _host.Time, _stop.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // True when the unit is gone.
    private async Task<bool> StepAsync()
    {
        var model = _store.Current;
        if (!model.Units.TryGetValue(_unit, out var unit))
        {
            return true;
        }

        if (ModelConfig.UpdateStatusInterval(model.Model) != _updateStatusEvery)
        {
            _updateStatusAt = NextUpdateStatus();
        }

        var seen = new Observations { Now = _host.Now, Events = _events.Current, UpdateStatusAt = _updateStatusAt };
        var step = Resolver.Next(model, unit, seen);
        if (step is not Step.Hook)
        {
            _turn.End();
        }

        if (step is Step.Remove)
        {
            await RemoveAsync(unit).ConfigureAwait(false);
            return true;
        }

        if (_place.Place is null)
        {
            await StartPlaceAsync().ConfigureAwait(false);
            return false;
        }

        await _place.RefreshAsync(_stop.Token).ConfigureAwait(false);
        switch (step)
        {
            // What Pebble tells is about processes that do the unit's work, and waits for nobody.
            case Step.Hook { Info.Kind: not HookKind.Pebble } when !_turn.HasCome:
                await _turn.WaitAsync(_stop.Token).ConfigureAwait(false);

                // Meanwhile something else may have become due.
                return false;
            case Step.Hook hook:
                if (hook.Info.Name == "update-status")
                {
                    _updateStatusAt = NextUpdateStatus();
                }

                await UnlessForcedAsync(token => _hooks.RunAsync(hook, _events, token)).ConfigureAwait(false);
                break;
            case Step.Refresh:
                await _store.CommitAsync(current => Refreshes.Take(current, _unit, _host.Now)).ConfigureAwait(false);
                break;
            case Step.Task task:
                await UnlessForcedAsync(token => _tasks.RunAsync(task.Id, token)).ConfigureAwait(false);
                break;
            default:
                await RestAsync(model, unit, seen).ConfigureAwait(false);
                break;
        }

        return false;
    }

    // A hook that never ends must not keep a unit that is removed by force.
    private async Task UnlessForcedAsync(Func<CancellationToken, Task> step)
    {
        using var given = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var running = step(given.Token);
        while (!running.IsCompleted && !_stop.IsCancellationRequested)
        {
            await Task.WhenAny(running, _wake.WaitAsync(Timeout.InfiniteTimeSpan, _host.Time, given.Token)).ConfigureAwait(false);
            if (!_store.Current.Units.TryGetValue(_unit, out var unit) || unit is { Life: not Life.Alive, Force: true })
            {
                await given.CancelAsync().ConfigureAwait(false);
                await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            }
        }

        await given.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
    }

    // A unit that is removed before it has a place must not wait for one.
    private async Task StartPlaceAsync()
    {
        using var given = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var starting = _place.StartAsync(given.Token);
        while (!starting.IsCompleted && !_stop.IsCancellationRequested)
        {
            var woken = _wake.WaitAsync(Timeout.InfiniteTimeSpan, _host.Time, given.Token);
            await Task.WhenAny(starting, woken).ConfigureAwait(false);
            if (!_store.Current.Units.TryGetValue(_unit, out var unit) || (unit.Life != Life.Alive && (unit.Force || !unit.Told.Installed)))
            {
                await given.CancelAsync().ConfigureAwait(false);
                await starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            }
        }

        await starting.ConfigureAwait(false);
        _socket.Listen();
    }

    private async Task RestAsync(ModelSnapshot model, UnitRecord unit, Observations seen)
    {
        if (unit.Agent.Current is AgentStatus.Executing or AgentStatus.Allocating or AgentStatus.Failed)
        {
            var now = _host.Now;
            await _store.UpdateAsync(current => Units.Update(
                current, _unit, record => record with { Agent = record.Agent.To(AgentStatus.Idle, "", now) })).ConfigureAwait(false);
        }

        var wait = Resolver.NextLook(model, unit, seen) is { } next ? next - _host.Now : Timeout.InfiniteTimeSpan;
        if (wait == Timeout.InfiniteTimeSpan || wait > TimeSpan.Zero)
        {
            await _wake.WaitAsync(wait > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : wait, _host.Time, _stop.Token).ConfigureAwait(false);
        }
    }

    private async Task RemoveAsync(UnitRecord unit)
    {
        await _place.DisposeAsync().ConfigureAwait(false);
        try
        {
            await RemovePlaceAsync(unit).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var (message, at) = ($"cannot be removed: {e.Message}", _host.Now);
            await _store.UpdateAsync(current => Units.Update(
                current, _unit, record => record with { Agent = record.Agent.To(AgentStatus.Failed, message, at) })).ConfigureAwait(false);
            throw;
        }

        var now = _host.Now;
        await _store.CommitAsync(current => Units.Delete(current, _unit, now)).ConfigureAwait(false);
        await _socket.DisposeAsync().ConfigureAwait(false);
        if (Directory.Exists(_paths.Agent(_unit)))
        {
            Directory.Delete(_paths.Agent(_unit), recursive: true);
        }

        _journal.Forget(_unit);
    }

    private async Task RemovePlaceAsync(UnitRecord unit)
    {
        var model = _store.Current.Model.Name;
        await _host.Substrate.RemoveUnitAsync(model, _unit, _stop.Token).ConfigureAwait(false);
        foreach (var storage in unit.DestroyStorage ? _store.Current.StoragesOf(_unit) : [])
        {
            await _host.Substrate.RemoveStorageAsync(model, storage.Id, _stop.Token).ConfigureAwait(false);
        }
    }

    private DateTimeOffset NextUpdateStatus()
    {
        _updateStatusEvery = ModelConfig.UpdateStatusInterval(_store.Current.Model);
        return _updateStatusEvery is { } every ? _host.Now + (every * (0.8 + (Random.Shared.NextDouble() * 0.4))) : DateTimeOffset.MaxValue;
    }

    [LoggerMessage(EventId = 310, Level = LogLevel.Error, Message = "Unit {Unit}: what is due could not be done; trying again")]
    private partial void LogStepFailed(Exception exception, string unit);
}
