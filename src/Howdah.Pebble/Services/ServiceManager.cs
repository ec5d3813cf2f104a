using Howdah.Pebble.Daemon;
using Howdah.Pebble.Plan;
using Howdah.Pebble.State;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Services;

/// <summary>All services: turns requests into changes and carries out their tasks.</summary>
internal sealed class ServiceManager
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ManagedService> _services = new(StringComparer.Ordinal);
    private readonly PlanManager _plan;
    private readonly ChangeStore _changes;
    private readonly Leftovers _leftovers;
    private readonly TimeProvider _time;
    private readonly Action<int, string> _requestExit;
    private volatile bool _stopping;

    public ServiceManager(PlanManager plan, ChangeStore changes, Leftovers leftovers, TimeProvider time, Action<int, string> requestExit)
    {
        (_plan, _changes, _leftovers, _time, _requestExit) = (plan, changes, leftovers, time, requestExit);
        changes.Handle("start", StartAsync);
        changes.Handle("stop", StopAsync);
    }

    /// <summary>Told of each line of any service's output.</summary>
    public Listeners<LogEntry> Output { get; } = new();

    /// <summary>Those that were ever started.</summary>
    public ManagedService? Find(string name)
    {
        lock (_gate) return _services.GetValueOrDefault(name);
    }

    public List<ManagedService> All()
    {
        lock (_gate) return [.. _services.Values];
    }

    /// <summary>Makes the change for an action on named services.</summary>
    /// <exception cref="PlanException">A service does not exist.</exception>
    public Change Start(IReadOnlyList<string> names) => Make("start", "Start", names, [], ServiceOrder.StartLanes(_plan.Current, names));

    public Change Stop(IReadOnlyList<string> names) => Make("stop", "Stop", names, ServiceOrder.StopLanes(_plan.Current, names), []);

    public Change Restart(IReadOnlyList<string> names) =>
        Make("restart", "Restart", names, ServiceOrder.StopLanesOfOnly(_plan.Current, names), ServiceOrder.StartLanes(_plan.Current, names));

    /// <summary>Starts all enabled services; null when there are none.</summary>
    public Change? Autostart()
    {
        var names = Enabled();
        return names.Count == 0 ? null : Make("autostart", "Autostart", names, [], ServiceOrder.StartLanes(_plan.Current, names));
    }

    /// <summary>Brings what runs in line with the plan.</summary>
    public Change Replan()
    {
        var plan = _plan.Current;
        List<string> changed;
        lock (_gate)
        {
            changed = [.. _services.Where(s => plan.Services.TryGetValue(s.Key, out var config) && s.Value.RunsWith is { } form
                && !string.Equals(form, ManagedService.Form(config, plan.WorkloadOf(config)), StringComparison.Ordinal)).Select(s => s.Key).Order(StringComparer.Ordinal)];
        }
        List<string> starting = [.. changed.Union(Enabled(), StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return Make("replan", "Replan", starting, ServiceOrder.StopLanesOfOnly(plan, changed), ServiceOrder.StartLanes(plan, starting));
    }

    /// <summary>Stops everything that is up, in order, and lets nothing start. The limit covers the slowest SIGKILL.</summary>
    public async Task StopAllAsync()
    {
        _stopping = true;
        List<string> names;
        TimeSpan limit;
        lock (_gate)
        {
            names = [.. _services.Where(s => s.Value.IsUp || s.Value.State is ServiceState.Terminating or ServiceState.Killing).Select(s => s.Key).Order(StringComparer.Ordinal)];
            limit = names.Select(n => _services[n].KillDelay).Append(TimeSpan.FromSeconds(5)).Max() + TimeSpan.FromSeconds(5.1);
        }
        var stopped = names.Count == 0 ? Task.CompletedTask : StopAll(names);
        try
        {
            await Task.WhenAll(stopped, _leftovers.AllGone).WaitAsync(limit, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            DaemonLog.Write("Cannot stop running services: timeout stopping running services");
        }
    }

    /// <summary>Runs the on-check-failure actions for a check.</summary>
    public void CheckFailed(string check)
    {
        if (_stopping) return;
        foreach (var (name, service) in _plan.Current.Services)
        {
            if (service.OnCheckFailure.TryGetValue(check, out var action)) Find(name)?.CheckFailed(action);
        }
    }

    private Task StopAll(List<string> names)
    {
        DaemonLog.Write("Stopping all running services.");
        var drafts = Drafts(ServiceOrder.StopLanesOfOnly(_plan.Current, names), []);
        return _changes.Create("stop", "Stop all running services", names, null, drafts).Ready.Task;
    }

    private List<string> Enabled() => [.. _plan.Current.Services.Values.Where(s => s.IsEnabled).Select(s => s.Name)];

    private Change Make(string kind, string verb, IReadOnlyList<string> names, List<List<string>> stop, List<List<string>> start)
    {
        var all = stop.Concat(start).SelectMany(l => l).Distinct(StringComparer.Ordinal).ToList();
        var first = names.Count > 0 ? names[0] : all.FirstOrDefault();
        var summary = first is null ? $"{verb} - no services"
            : all.Count > 1 ? $"{verb} service {GoQuote.Quote(first)} and {all.Count - 1} more" : $"{verb} service {GoQuote.Quote(first)}";
        return _changes.Create(kind, summary, all, null, Drafts(stop, start));
    }

    // Lanes run side by side; a start waits for every stop of the same change.
    private static List<TaskDraft> Drafts(List<List<string>> stop, List<List<string>> start)
    {
        List<TaskDraft> drafts = [];
        Dictionary<string, int> laneOf = new(StringComparer.Ordinal);
        void Add(List<List<string>> lanes, string kind, string verb, int[] first)
        {
            foreach (var names in lanes)
            {
                var lane = names.Select(n => laneOf.GetValueOrDefault(n)).FirstOrDefault(l => l > 0);
                if (lane == 0) lane = laneOf.Count + 1;
                int? previous = null;
                foreach (var name in names)
                {
                    laneOf.TryAdd(name, lane);
                    drafts.Add(new TaskDraft(kind, $"{verb} service {GoQuote.Quote(name)}", name, lane, previous is { } p ? [p] : first));
                    previous = drafts.Count - 1;
                }
            }
        }
        Add(stop, "stop", "Stop", []);
        Add(start, "start", "Start", [.. Enumerable.Range(0, drafts.Count)]);
        return drafts;
    }

    private async Task StartAsync(ChangeTask task, CancellationToken cancellation)
    {
        await _leftovers.GoneAsync(task.Subject).WaitAsync(cancellation).ConfigureAwait(false);
        if (_stopping) throw new TaskFailure("cannot start service: the daemon is stopping");
        var plan = _plan.Current;
        if (!plan.Services.TryGetValue(task.Subject, out var config)) throw new TaskFailure($"cannot find service {GoQuote.Quote(task.Subject)} in plan");
        ManagedService service;
        lock (_gate)
        {
            if (!_services.TryGetValue(task.Subject, out service!))
            {
                service = new ManagedService(task.Subject, _time, new LogRing(task.Subject, _time, Output.Tell), _leftovers.NoteOf(task.Subject), _requestExit);
                _services.Add(task.Subject, service);
            }
        }
        await service.StartAsync(config, plan.WorkloadOf(config), m => _changes.Log(task, "INFO", m), cancellation).ConfigureAwait(false);
    }

    private async Task StopAsync(ChangeTask task, CancellationToken cancellation)
    {
        await _leftovers.GoneAsync(task.Subject).WaitAsync(cancellation).ConfigureAwait(false);
        if (Find(task.Subject) is { } service)
        {
            await service.StopAsync(m => _changes.Log(task, "INFO", m), cancellation).ConfigureAwait(false);
        }
        else
        {
            _changes.Log(task, "INFO", $"Service {GoQuote.Quote(task.Subject)} has never been started.");
        }
    }
}
