using System.Collections.Concurrent;
using Howdah.Engine.DebugLogs;
using Howdah.Engine.Journal;
using Howdah.Engine.Leadership;
using Howdah.Engine.Models;
using Howdah.Engine.Store;
using Microsoft.Extensions.Logging;

namespace Howdah.Engine.Agents;

/// <summary>Has an agent for each unit of a model, and keeps the leases.</summary>
internal sealed partial class ModelRunner : IAsyncDisposable
{
    private readonly EngineHost _host;
    private readonly ModelStore _store;
    private readonly DebugLog _debugLog;
    private readonly ModelPaths _paths;
    private readonly ModelJournal _journal;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<string, UnitAgent> _agents = new(StringComparer.Ordinal);
    private readonly WakeSignal _wake = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private object? _swept;
    private bool _disposed;

    public ModelRunner(EngineHost host, ModelStore store, DebugLog debugLog, ModelPaths paths, ModelJournal journal)
    {
        (_host, _store, _debugLog, _paths, _journal) = (host, store, debugLog, paths, journal);
        _log = host.Loggers.CreateLogger("Howdah.Engine.Model");
        _running = RunAsync();
    }

    /// <summary>The agent of a unit; null when it has none yet.</summary>
    public UnitAgent? AgentOf(string unit) => _agents.GetValueOrDefault(unit);

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_agents.Values.Select(agent => agent.DisposeAsync().AsTask())).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        using var subscription = _store.Subscribe(_wake);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await LookAsync().ConfigureAwait(false);
                await _wake.WaitAsync(_host.Options.Lease / 4, _host.Time, _stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(e, _store.Current.Model.Name);
                await Task.Delay(TimeSpan.FromSeconds(1), _host.Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task LookAsync()
    {
        var model = _store.Current;
        if (!ReferenceEquals(Leases.Decide(model, PresenceOf, _host.Now, _host.Options.Lease), model))
        {
            model = await _store.UpdateAsync(current => Leases.Decide(current, PresenceOf, _host.Now, _host.Options.Lease)).ConfigureAwait(false);
        }

        foreach (var unit in model.Units.Keys)
        {
            if (!_agents.ContainsKey(unit))
            {
                _agents[unit] = new UnitAgent(_host, _store, _debugLog, _paths, _journal, unit);
            }
        }

        await SweepAsync(model).ConfigureAwait(false);
        foreach (var (unit, agent) in _agents.Where(entry => !model.Units.ContainsKey(entry.Key)).ToList())
        {
            if (agent.Completion.IsCompleted && _agents.TryRemove(unit, out _))
            {
                await agent.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task SweepAsync(ModelSnapshot model)
    {
        if (ReferenceEquals(_swept, model.CharmRecords))
        {
            return;
        }

        try
        {
            await _host.Shelf.SweepAsync(_stop.Token).ConfigureAwait(false);
            _swept = model.CharmRecords;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogSweepFailed(e, model.Model.Name);
        }
    }

    private Presence PresenceOf(string unit) => !_agents.TryGetValue(unit, out var agent) ? Presence.Unknown
        : agent.IsUp ? Presence.Up
        : agent.IsDown ? Presence.Down
        : Presence.Unknown;

    [LoggerMessage(EventId = 321, Level = LogLevel.Warning, Message = "Model {Model}: charms that nobody uses any more could not be removed; trying again")]
    private partial void LogSweepFailed(Exception exception, string model);

    [LoggerMessage(EventId = 320, Level = LogLevel.Error, Message = "Model {Model}: its units could not be looked after; trying again")]
    private partial void LogFailed(Exception exception, string model);
}
