using Howdah.Pebble.Daemon;
using Howdah.Pebble.Native;
using Howdah.Pebble.Plan;
using Howdah.Pebble.Processes;
using Howdah.Pebble.State;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Services;

/// <summary>One service and the state machine of its life. Starts and stops are awaited by tasks; exits come from the reaper.</summary>
internal sealed partial class ManagedService(string name, TimeProvider time, LogRing logs, string? note, Action<int, string> requestExit)
{
    private static readonly TimeSpan _okayDelay = TimeSpan.FromSeconds(1), _failDelay = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly string _quoted = GoQuote.Quote(name);
    private ServiceConfig? _config;
    private Workload? _workload;
    private ChildProcess? _process;
    private ITimer? _timer;
    private TaskCompletionSource<string?>? _started;
    private TaskCompletionSource<string?>? _stopped;
    private TimeSpan? _backoff;
    private int _backoffCount;
    private int _exitCode;
    private long _outputBefore;
    private bool _restarting;

    public string Name { get; } = name;

    public LogRing Logs { get; } = logs;

    public ServiceState State { get; private set; }

    public DateTimeOffset? Since { get; private set; }

    /// <summary>The configuration that it was started with last, in its written form; null when never started.</summary>
    public string? RunsWith { get; private set; }

    /// <summary>How often the process was started.</summary>
    public int StartCount { get; private set; }

    public TimeSpan KillDelay => _config?.KillDelayOrDefault ?? TimeSpan.Zero;

    public bool IsUp => State is ServiceState.Starting or ServiceState.Running or ServiceState.Backoff;

    /// <summary>The status that the API shows.</summary>
    public string Status => StatusOf(State);

    /// <summary>What <see cref="RunsWith"/> would be for a configuration.</summary>
    public static string Form(ServiceConfig config, Workload? workload) =>
        PlanWriter.Write(config) + (workload is null ? "" : PlanWriter.Write(workload));

    /// <summary>Starts it and waits until it has been up for the okay delay.</summary>
    /// <exception cref="TaskFailure">It did not start, or ended within the delay.</exception>
    public async Task StartAsync(ServiceConfig config, Workload? workload, Action<string> log, CancellationToken cancellation)
    {
        Task<string?> started;
        lock (_gate)
        {
            switch (State)
            {
                case ServiceState.Starting or ServiceState.Running:
                    log($"Service {_quoted} already started.");
                    return;
                case ServiceState.Terminating or ServiceState.Killing:
                    throw new TaskFailure("cannot start service while terminating");
            }
            (_config, _workload, RunsWith) = (config, workload, Form(config, workload));
            ResetBackoff();
            if (Launch() is { } error)
            {
                Enter(ServiceState.Stopped);
                throw new TaskFailure($"cannot start service: {error}");
            }
            Enter(ServiceState.Starting);
            _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
            started = _started.Task;
            SetTimer(_okayDelay, OkayDelayPassed);
        }
        using var registration = cancellation.UnsafeRegister(static service => ((ManagedService)service!).AbortStart(), this);
        var failure = await started.ConfigureAwait(false);
        if (failure is null) return;
        if (failure.StartsWith("service start attempt", StringComparison.Ordinal)) LogRecentOutput(log);
        throw new TaskFailure(failure);
    }

    /// <summary>Stops it and waits until it and its process group have gone.</summary>
    /// <exception cref="TaskFailure">It survived SIGKILL.</exception>
    public async Task StopAsync(Action<string> log, CancellationToken cancellation)
    {
        Task<string?> stopped;
        lock (_gate)
        {
            switch (State)
            {
                case ServiceState.Initial:
                    log($"Service {_quoted} has never been started.");
                    return;
                case ServiceState.Stopped:
                    log($"Service {_quoted} already stopped.");
                    return;
                case ServiceState.Exited:
                    log($"Service {_quoted} had already exited.");
                    Enter(ServiceState.Stopped);
                    return;
                case ServiceState.Backoff:
                    Enter(ServiceState.Stopped);
                    DaemonLog.Write($"Service {_quoted} stopped while waiting for backoff");
                    return;
                case ServiceState.Starting:
                    Terminate();
                    _started?.TrySetResult("stopped before the 1s okay delay");
                    break;
                case ServiceState.Running:
                    Terminate();
                    break;
                default:
                    log($"Service {_quoted} already stopping.");
                    _restarting = false;
                    break;
            }
            _stopped ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            stopped = _stopped.Task;
        }
        if (await stopped.WaitAsync(cancellation).ConfigureAwait(false) is { } failure) throw new TaskFailure(failure);
    }

    /// <summary>Sends a signal to the process; false when it isn't running.</summary>
    public bool Signal(int signal)
    {
        lock (_gate) return State is ServiceState.Starting or ServiceState.Running && _process!.Signal(signal);
    }

    /// <summary>Acts on a check that hit its threshold.</summary>
    public void CheckFailed(string action)
    {
        lock (_gate)
        {
            if (State is not (ServiceState.Running or ServiceState.Backoff or ServiceState.Exited)) return;
            switch (action)
            {
                case "restart" when State is ServiceState.Running:
                    DaemonLog.Write($"Service {_quoted} on-check-failure action is \"restart\", terminating process before restarting");
                    Terminate();
                    _restarting = true;
                    break;
                case "restart" when State is ServiceState.Exited:
                    BackOff("on-check-failure");
                    break;
                case "restart":
                    DaemonLog.Write($"Service {_quoted} on-check-failure action is \"restart\", in backoff state already");
                    break;
                case "shutdown" or "success-shutdown":
                    DaemonLog.Write($"Service {_quoted} on-check-failure action is {GoQuote.Quote(action)}, triggering {(action is "shutdown" ? "failure" : "success")} shutdown");
                    requestExit(action is "shutdown" ? Daemon.ExitCodes.CheckFailed : Daemon.ExitCodes.Success, Name);
                    break;
            }
        }
    }

    private string StatusOf(ServiceState state) => state switch
    {
        ServiceState.Starting or ServiceState.Running => "active",
        ServiceState.Backoff => "backoff",
        ServiceState.Exited when _exitCode != 0 => "error",
        _ => "inactive",
    };

    private void Enter(ServiceState state)
    {
        if (State is ServiceState.Initial || !string.Equals(Status, StatusOf(state), StringComparison.Ordinal)) Since = time.GetUtcNow();
        State = state;
        _timer?.Dispose();
        _timer = null;
    }

    private void SetTimer(TimeSpan delay, Action<ManagedService> action)
    {
        _timer?.Dispose();
        ITimer? mine = null;
        mine = time.CreateTimer(_ =>
        {
            lock (_gate)
            {
                if (_timer == mine && mine is not null) action(this);
            }
        }, null, GoDuration.ForTimer(delay), Timeout.InfiniteTimeSpan);
        _timer = mine;
    }

    private string? Launch()
    {
        _outputBefore = Logs.After(0) is [.., var last] ? last.Sequence : 0;
        try
        {
            (var process, var output) = ServiceLauncher.Launch(_config!, _workload, Logs, note);
            DaemonLog.Write($"Service {_quoted} starting: {_config!.Command}");
            _process = process;
            _restarting = false;
            StartCount++;
            _ = WatchAsync(process, output);
            return null;
        }
        catch (Exception failure) when (failure is IOException or AccountException)
        {
            return failure.Message;
        }
    }

    private static void OkayDelayPassed(ManagedService service)
    {
        service.Enter(ServiceState.Running);
        service._started?.TrySetResult(null);
        service.SetTimer(service._config!.BackoffLimitOrDefault, s => s.ResetBackoff());
    }

    private void ResetBackoff()
    {
        _backoff = null;
        _backoffCount = 0;
    }

    private void AbortStart()
    {
        lock (_gate)
        {
            if (State is not ServiceState.Starting) return;
            Enter(ServiceState.Killing);
            _process!.SignalGroup(Libc.SigKill);
            _started?.TrySetResult("start aborted, sent SIGKILL to process");
        }
    }

    private void LogRecentOutput(Action<string> log)
    {
        const int Most = 20;
        var lines = Logs.After(_outputBefore);
        if (lines.Count == 0) return;
        var shown = lines.TakeLast(Most).Select(l => "\n    " + System.Text.Encoding.UTF8.GetString(l.Message.Span));
        log("Most recent service output:" + (lines.Count > Most ? "\n    (...)" : "") + string.Concat(shown));
    }
}
