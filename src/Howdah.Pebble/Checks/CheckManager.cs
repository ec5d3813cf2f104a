using Howdah.Pebble.Daemon;
using Howdah.Pebble.Plan;
using Howdah.Pebble.State;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Checks;

/// <summary>Runs the checks of the plan: each has a change of kind perform-check, or recover-check while it is down.</summary>
internal sealed class CheckManager
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, CheckState> _checks = new(StringComparer.Ordinal);
    private readonly ChangeStore _changes;
    private readonly PlanManager _plan;
    private readonly TimeProvider _time;
    private readonly Action<string> _thresholdHit;

    public CheckManager(PlanManager plan, ChangeStore changes, TimeProvider time, Action<string> thresholdHit)
    {
        (_plan, _changes, _time, _thresholdHit) = (plan, changes, time, thresholdHit);
        changes.Handle("perform-check", LoopAsync);
        changes.Handle("recover-check", LoopAsync);
    }

    /// <summary>Follows a change of the plan: a check whose configuration is the same goes on undisturbed.</summary>
    public void PlanChanged(CombinedPlan plan)
    {
        lock (_gate)
        {
            foreach (var (name, config) in plan.Checks)
            {
                if (!_checks.TryGetValue(name, out var check)) _checks.Add(name, check = new CheckState(config));
                else if (string.Equals(PlanWriter.Write(check.Config), PlanWriter.Write(config), StringComparison.Ordinal)) continue;
                Stop(check);
                check.Config = config;
                if (config.IsEnabled) Start(name, check);
            }
        }
    }

    /// <summary>Starts the enabled checks that do not run (part of replan).</summary>
    public void StartEnabled()
    {
        lock (_gate)
        {
            foreach (var (name, check) in _checks)
            {
                if (check.Change is null && check.Config.IsEnabled) Start(name, check);
            }
        }
    }

    /// <summary>Starts or stops checks; answers those that changed.</summary>
    /// <exception cref="PlanException">A check is not in the plan.</exception>
    public List<string> SetRunning(IReadOnlyList<string> names, bool running)
    {
        lock (_gate)
        {
            var unknown = names.Where(n => !_checks.ContainsKey(n)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            if (unknown.Count > 0) throw new PlanException($"cannot find checks in plan: {string.Join(", ", unknown)}");
            List<string> changed = [.. names.Distinct(StringComparer.Ordinal).Where(n => _checks[n].Change is null == running).Order(StringComparer.Ordinal)];
            foreach (var name in changed)
            {
                if (running) Start(name, _checks[name]);
                else Stop(_checks[name]);
            }
            return changed;
        }
    }

    /// <summary>Runs a check now. Null when there is none of that name.</summary>
    public async Task<(CheckInfo Info, string? Error)?> RefreshAsync(string name, CancellationToken cancellation)
    {
        CheckState? check;
        var answer = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        bool active;
        lock (_gate)
        {
            if (!_checks.TryGetValue(name, out check)) return null;
            active = check.Change is not null && check.Refresh.TrySetResult(answer);
        }
        var error = active ? await answer.Task.WaitAsync(cancellation).ConfigureAwait(false)
            : await CheckRunner.RunAsync(check.Config, _plan.Current, _time, cancellation).ConfigureAwait(false);
        lock (_gate) return (Info(name, check), error);
    }

    /// <summary>All checks, by name.</summary>
    public List<CheckInfo> List()
    {
        lock (_gate) return [.. _checks.Select(c => Info(c.Key, c.Value))];
    }

    private static CheckInfo Info(string name, CheckState check) => new(name, check.Config.Level, check.Config.IsEnabled ? "enabled" : "disabled",
        check.Status, check.Successes, check.Failures, check.Config.ThresholdOrDefault, check.Change?.Id, check.PreviousChangeId)
    {
        TotalSuccesses = check.TotalSuccesses,
        TotalFailures = check.TotalFailures,
    };

    private void Start(string name, CheckState check)
    {
        (check.Failures, check.Successes, check.IsDown, check.PreviousChangeId) = (0, 0, false, null);
        Begin(name, check, "perform-check", "Perform");
    }

    private void Begin(string name, CheckState check, string kind, string verb)
    {
        check.Refresh = CheckState.NewRefresh();
        var summary = $"{verb} {check.Config.KindName} check {GoQuote.Quote(name)}";
        check.Change = _changes.Create(kind, summary, [], name, [new TaskDraft(kind, summary, name, 0, [])]);
    }

    private void Stop(CheckState check)
    {
        if (check.Change is null) return;
        _changes.Abort(check.Change);
        check.Change = null;
        check.PreviousChangeId = null;
    }

    private async Task LoopAsync(ChangeTask task, CancellationToken cancellation)
    {
        CheckState check;
        lock (_gate) check = _checks[task.Subject];
        var next = _time.GetTimestamp();
        while (true)
        {
            TaskCompletionSource<TaskCompletionSource<string?>> refresh;
            lock (_gate)
            {
                if (check.Change != task.Change) return;
                refresh = check.Refresh;
            }
            var period = check.Config.PeriodOrDefault;
            var passed = _time.GetElapsedTime(next);
            await Task.WhenAny(refresh.Task, Task.Delay(passed < period ? period - passed : TimeSpan.Zero, _time, cancellation)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            next = _time.GetTimestamp();
            var answer = refresh.Task.IsCompletedSuccessfully ? await refresh.Task.ConfigureAwait(false) : null;
            if (answer is not null)
            {
                lock (_gate) check.Refresh = CheckState.NewRefresh();
            }
            string? error = null;
            var goesOn = false;
            try
            {
                error = await CheckRunner.RunAsync(check.Config, _plan.Current, _time, cancellation).ConfigureAwait(false);
                goesOn = Judge(task, check, error);
            }
            finally
            {
                answer?.TrySetResult(error);
            }
            if (!goesOn) return;
        }
    }

    // Takes in the result of one run; false when another change has taken over.
    private bool Judge(ChangeTask task, CheckState check, string? error)
    {
        var recovering = task.Kind is "recover-check";
        lock (_gate)
        {
            if (check.Change != task.Change) return false;
            if (error is null)
            {
                check.Successes++;
                check.TotalSuccesses++;
                if (check.Failures > 0)
                {
                    _changes.Log(task, "INFO", $"succeeded after {check.Failures} {(check.Failures == 1 ? "failure" : "failures")}");
                    DaemonLog.Write($"Check {GoQuote.Quote(task.Subject)} succeeded after {check.Failures} {(check.Failures == 1 ? "failure" : "failures")}");
                }
                check.Failures = 0;
                if (!recovering) return true;
                (check.IsDown, check.Successes, check.PreviousChangeId) = (false, 1, null);
                Begin(task.Subject, check, "perform-check", "Perform");
                return false;
            }
            check.Failures++;
            check.TotalFailures++;
            if (recovering || check.Failures < check.Config.ThresholdOrDefault)
            {
                DaemonLog.Write($"Check {GoQuote.Quote(task.Subject)} failure {check.Failures}/{check.Config.ThresholdOrDefault}: {error}");
                _changes.Log(task, "ERROR", error);
                return true;
            }
            DaemonLog.Write($"Check {GoQuote.Quote(task.Subject)} threshold {check.Config.ThresholdOrDefault} hit, triggering action and recovering");
            (check.IsDown, check.Successes, check.PreviousChangeId) = (true, 0, task.Change.Id);
            Begin(task.Subject, check, "recover-check", "Recover");
        }
        _thresholdHit(task.Subject);
        throw new TaskFailure(error);
    }
}
