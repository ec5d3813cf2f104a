using System.Collections.Concurrent;
using Howdah.Pebble.Native;
using Howdah.Pebble.Plan;
using Howdah.Pebble.Processes;
using Howdah.Pebble.State;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Exec;

/// <summary>Runs commands for clients.</summary>
internal sealed class ExecManager
{
    private readonly ConcurrentDictionary<string, ExecSession> _sessions = new(StringComparer.Ordinal);
    private readonly PlanManager _plan;
    private readonly ChangeStore _changes;
    private readonly TimeProvider _time;

    public ExecManager(PlanManager plan, ChangeStore changes, TimeProvider time)
    {
        (_plan, _changes, _time) = (plan, changes, time);
        changes.Handle("exec", RunAsync);
    }

    /// <summary>Makes the change that runs a command, once its websockets are connected.</summary>
    /// <exception cref="ExecException">The command or its context cannot be found.</exception>
    /// <exception cref="ExecPlaceException">The place is not fit.</exception>
    /// <exception cref="AccountException">The user or group is not valid.</exception>
    public (Change Change, ExecPlace Place) Begin(ExecRequest request, TimeSpan? timeout)
    {
        var command = request.Command![0];
        var path = Executables.Find(command) ?? throw new ExecException($"cannot find executable {GoQuote.Quote(command)}");
        var place = ExecPlace.Resolve(new ExecWishes(request.ServiceContext, request.Environment ?? [], request.WorkingDir,
            request.UserId, request.User, request.GroupId, request.Group), _plan.Current);
        if (request.Interactive is true && request.Terminal is not true) throw new ExecPlaceException("cannot use interactive mode without a terminal");
        var kind = place.IsHome ? "home" : "working";
        if (Libc.Stat(place.WorkingDirectory, 1, out var folder) < 0) throw new ExecPlaceException($"{kind} directory {GoQuote.Quote(place.WorkingDirectory)} does not exist");
        if (!folder.IsDirectory) throw new ExecPlaceException($"{kind} directory {GoQuote.Quote(place.WorkingDirectory)} not a directory");
        var session = new ExecSession(request, place, path, timeout, _time);
        var summary = $"Execute command {GoQuote.Quote(command)}";
        var change = _changes.Create("exec", summary, [], null, [new TaskDraft("exec", summary, "", 0, [])], c => _sessions[c.Tasks[0].Id] = session);
        return (change, place);
    }

    /// <summary>The session of a task that has not ended.</summary>
    public ExecSession? Find(string taskId) => _sessions.GetValueOrDefault(taskId);

    private async Task RunAsync(ChangeTask task, CancellationToken cancellation)
    {
        if (!_sessions.TryGetValue(task.Id, out var session)) return;
        var code = -1;
        try
        {
            code = await session.RunAsync(task.Id, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _changes.SetExitCode(task, code);
            _sessions.TryRemove(task.Id, out _);
        }
    }
}

/// <summary>A place where a command cannot run.</summary>
internal sealed class ExecPlaceException(string message) : Exception("cannot call exec: " + message);
