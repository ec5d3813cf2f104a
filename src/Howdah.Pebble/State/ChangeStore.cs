using Howdah.Pebble.Notices;

namespace Howdah.Pebble.State;

/// <summary>
/// All changes and tasks, and the runner that carries them out: a task begins when those it waits for are Done, and when one
/// fails, the rest of its lane is held. Handlers run outside the lock.
/// </summary>
internal sealed class ChangeStore(TimeProvider time, NoticeStore notices, Action dirty)
{
    private readonly Dictionary<string, Func<ChangeTask, CancellationToken, Task>> _handlers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Change> _changes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChangeTask> _tasks = new(StringComparer.Ordinal);
    private readonly HashSet<Task> _running = [];
    private bool _stopped;

    public Lock Gate { get; } = new();

    public int LastChangeId { get; private set; }

    public int LastTaskId { get; private set; }

    public IEnumerable<Change> Changes => _changes.Values;

    public int Count => _changes.Count;

    /// <summary>Says how tasks of a kind are carried out. Before any change is made.</summary>
    public void Handle(string kind, Func<ChangeTask, CancellationToken, Task> handler) => _handlers.Add(kind, handler);

    /// <summary>Makes a change and begins it.</summary>
    public Change Create(string kind, string summary, IReadOnlyList<string> services, string? checkName, IReadOnlyList<TaskDraft> drafts,
        Action<Change>? prepare = null)
    {
        lock (Gate)
        {
            var now = time.GetUtcNow();
            var change = new Change($"{++LastChangeId}", kind, summary, now) { CheckName = checkName, Services = services };
            _changes.Add(change.Id, change);
            foreach (var draft in drafts)
            {
                var task = new ChangeTask($"{++LastTaskId}", draft.Kind, draft.Summary, now) { Change = change, Lane = draft.Lane, Subject = draft.Subject };
                task.WaitFor.AddRange(draft.WaitFor.Select(i => change.Tasks[i]));
                change.Tasks.Add(task);
                _tasks.Add(task.Id, task);
            }
            prepare?.Invoke(change);
            Update(change);
            Schedule(change);
            return change;
        }
    }

    public Change? FindChange(string id)
    {
        lock (Gate) return _changes.GetValueOrDefault(id);
    }

    public ChangeTask? FindTask(string id)
    {
        lock (Gate) return _tasks.GetValueOrDefault(id);
    }

    /// <summary>Adds an entry to a task's log.</summary>
    public void Log(ChangeTask task, string level, string message)
    {
        lock (Gate) task.AddLog(time.GetUtcNow(), level, message);
        dirty();
    }

    /// <summary>Notes how an exec ended.</summary>
    public void SetExitCode(ChangeTask task, int code)
    {
        lock (Gate) task.ExitCode = code;
        dirty();
    }

    /// <summary>Stops what a change has under way and holds the rest. False when nothing was pending.</summary>
    public bool Abort(Change change)
    {
        lock (Gate)
        {
            if (change.Status.IsReady()) return false;
            foreach (var task in change.Tasks)
            {
                if (task.Status == Status.Do) SetStatus(task, Status.Hold);
                else if (task.Status == Status.Doing) AbortRunning(task);
            }
            Update(change);
            return true;
        }
    }

    /// <summary>Takes up what was loaded from the state file.</summary>
    public void Restore(int lastChangeId, int lastTaskId, IEnumerable<Change> changes)
    {
        lock (Gate)
        {
            (LastChangeId, LastTaskId) = (lastChangeId, lastTaskId);
            foreach (var change in changes)
            {
                _changes[change.Id] = change;
                foreach (var task in change.Tasks) _tasks[task.Id] = task;
                change.Noticed = change.Status;
                if (change.Status.IsReady()) change.Ready.TrySetResult();
            }
        }
    }

    /// <summary>Finishes, by the rules for a restarted daemon, what another run of the daemon had under way, and goes on with the rest.</summary>
    public void Resume()
    {
        lock (Gate)
        {
            foreach (var change in _changes.Values.Where(c => !c.Status.IsReady()).OrderBy(c => c.SpawnTime).ToList())
            {
                foreach (var task in change.Tasks) Interrupted(task);
                Update(change);
                Schedule(change);
            }
        }
    }

    /// <summary>Cancels everything and waits for it, up to the deadline.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        Task[] running;
        lock (Gate)
        {
            _stopped = true;
            foreach (var task in _tasks.Values) Cancel(task);
            running = [.. _running];
        }
        await Task.WhenAny(Task.WhenAll(running), Task.Delay(limit, time)).ConfigureAwait(false);
    }

    /// <summary>Forgets changes; the caller holds the lock.</summary>
    public void Remove(Change change)
    {
        _changes.Remove(change.Id);
        foreach (var task in change.Tasks) _tasks.Remove(task.Id);
        dirty();
    }

    // What is registered with the token takes locks of its own, so it must not run under ours.
    private static void Cancel(ChangeTask task) => _ = task.Running?.CancelAsync();

    private static void AbortRunning(ChangeTask task)
    {
        task.Status = Status.Abort;
        Cancel(task);
    }

    private void Interrupted(ChangeTask task)
    {
        if (task.Status.IsReady()) return;
        switch (task.Kind)
        {
            case "perform-check" or "recover-check":
                SetStatus(task, Status.Hold);
                break;
            case "exec":
                SetStatus(task, Status.Done);
                break;
            case "start" when task.Status == Status.Doing:
                Fail(task, "service already started, not retrying");
                break;
            default:
                if (task.Status != Status.Do) SetStatus(task, Status.Done);
                break;
        }
    }

    // Begins every task whose turn it is.
    private void Schedule(Change change)
    {
        if (_stopped) return;
        foreach (var task in change.Tasks)
        {
            if (task.Status != Status.Do || task.WaitFor.Exists(w => w.Status != Status.Done)) continue;
            task.Running = new CancellationTokenSource();
            SetStatus(task, Status.Doing);
            var run = RunAsync(task, task.Running.Token);
            if (run.IsCompleted) continue;
            _running.Add(run);
            _ = run.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
        Update(change);
    }

    private void Forget(Task run)
    {
        lock (Gate) _running.Remove(run);
    }

    private async Task RunAsync(ChangeTask task, CancellationToken cancellation)
    {
        await Task.Yield();
        string? error = null;
        try
        {
            await _handlers[task.Kind](task, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            error = failure.Message;
        }
        lock (Gate)
        {
            task.Running = null;
            if (error is not null)
            {
                Fail(task, error);
            }
            else
            {
                // An aborted task would now be undone; none can be, so the reference goes through Undo to Done.
                if (task.Status == Status.Abort)
                {
                    SetStatus(task, Status.Undo);
                    Update(task.Change);
                }
                SetStatus(task, Status.Done);
            }
            Update(task.Change);
            Schedule(task.Change);
        }
    }

    private void Fail(ChangeTask task, string error)
    {
        task.AddLog(time.GetUtcNow(), "ERROR", error);
        SetStatus(task, Status.Error);
        foreach (var other in task.Change.Tasks.Where(t => t.Lane == task.Lane || WaitsFor(t, task)))
        {
            if (other.Status == Status.Do) SetStatus(other, Status.Hold);
            else if (other.Status == Status.Doing && other.Lane == task.Lane) AbortRunning(other);
        }
        Daemon.DaemonLog.Write($"Change {task.Change.Id} task ({task.Summary}) failed: {error}");
    }

    private static bool WaitsFor(ChangeTask task, ChangeTask other) => task.WaitFor.Exists(w => w == other || WaitsFor(w, other));

    private void SetStatus(ChangeTask task, Status status)
    {
        task.Status = status;
        if (status.IsReady()) task.ReadyTime = time.GetUtcNow();
    }

    private void Update(Change change)
    {
        // First of all: who is told below may at once wait for the state file to have it.
        dirty();
        var status = change.Status;
        if (status.IsReady() && change.ReadyTime is null)
        {
            change.ReadyTime = time.GetUtcNow();
            change.Ready.TrySetResult();
        }
        if (status != change.Noticed)
        {
            var silent = (change.Noticed, status) is (Status.Doing, Status.Do) or (Status.Undoing, Status.Undo);
            change.Noticed = status;
            if (!silent) notices.AddChangeUpdate(change);
        }
    }
}
