using Howdah.Pebble.Daemon;
using Howdah.Pebble.Native;
using Howdah.Pebble.Processes;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Services;

/// <summary>What happens when the process ends, wanted or not.</summary>
internal sealed partial class ManagedService
{
    private static readonly TimeSpan _lastOutput = TimeSpan.FromMilliseconds(100);

    private async Task WatchAsync(ChildProcess process, Task output)
    {
        // Called under the lock while the state is being changed: a process that has ended already must wait for its turn.
        await Task.Yield();
        var code = await process.Exit.ConfigureAwait(false);
        // The last words of the process belong before the news of its end. What else holds the pipe may keep it for ever:
        // its lines are still collected, but nobody waits for them.
        await Task.WhenAny(output, Task.Delay(_lastOutput, time)).ConfigureAwait(false);
        if (State is ServiceState.Terminating or ServiceState.Killing) await GroupGoneAsync(process).ConfigureAwait(false);
        lock (_gate)
        {
            if (process == _process) Ended(code);
        }
    }

    // A stopped service must have left its ports and files, so the rest of its group counts too. SIGKILL comes by the timer.
    private async Task GroupGoneAsync(ChildProcess process)
    {
        var deadline = time.GetUtcNow() + KillDelay + _failDelay;
        while (process.SignalGroup(0) && time.GetUtcNow() < deadline)
        {
            await Task.WhenAny(Reaper.NextReaping, Task.Delay(TimeSpan.FromMilliseconds(50), time)).ConfigureAwait(false);
        }
    }

    private void Ended(int code)
    {
        _exitCode = code;
        switch (State)
        {
            case ServiceState.Starting:
                var action = ActionFor(code);
                _started?.TrySetResult($"service start attempt: exited quickly with code {code}, will {action}");
                Act(code, action);
                break;
            case ServiceState.Running:
                DaemonLog.Write($"Service {_quoted} stopped unexpectedly with code {code}");
                Act(code, ActionFor(code));
                break;
            case ServiceState.Terminating or ServiceState.Killing when _restarting:
                DaemonLog.Write($"Service {_quoted} exited after check failure, restarting");
                BackOff("on-check-failure");
                break;
            case ServiceState.Terminating or ServiceState.Killing:
                DaemonLog.Write($"Service {_quoted} stopped");
                Enter(ServiceState.Stopped);
                CompleteStop(null);
                break;
        }
    }

    private string ActionFor(int code)
    {
        var action = code == 0 ? _config!.OnSuccess : _config!.OnFailure;
        return string.IsNullOrEmpty(action) ? "restart" : action;
    }

    private void Act(int code, string action)
    {
        var kind = code == 0 ? "on-success" : "on-failure";
        if (action is "restart")
        {
            BackOff(kind);
            return;
        }
        Enter(ServiceState.Exited);
        if (action is "ignore")
        {
            DaemonLog.Write($"Service {_quoted} {kind} action is \"ignore\", not doing anything further");
            return;
        }
        var fails = action is "failure-shutdown" || (action is "shutdown" && code != 0);
        DaemonLog.Write($"Service {_quoted} {kind} action is {GoQuote.Quote(action)}, triggering {(fails ? "failure" : "success")} shutdown");
        requestExit(fails ? ExitCodes.ServiceFailed : ExitCodes.Success, Name);
    }

    private void BackOff(string kind)
    {
        _backoff = Backoff.Next(_config!, _backoff);
        _backoffCount++;
        DaemonLog.Write($"Service {_quoted} {kind} action is \"restart\", waiting ~{GoDuration.Format(_backoff.Value)} before restart (backoff {_backoffCount})");
        Enter(ServiceState.Backoff);
        SetTimer(Backoff.WithJitter(_backoff.Value), s => s.BackoffPassed());
    }

    private void BackoffPassed()
    {
        if (Launch() is { } error)
        {
            DaemonLog.Write($"Cannot restart service {_quoted}: {error}");
            BackOff("on-failure");
            return;
        }
        Enter(ServiceState.Running);
        SetTimer(_config!.BackoffLimitOrDefault, s => s.ResetBackoff());
    }

    private void Terminate()
    {
        Enter(ServiceState.Terminating);
        _process!.SignalGroup(Libc.SigTerm);
        SetTimer(KillDelay, s => s.KillDelayPassed());
    }

    private void KillDelayPassed()
    {
        Enter(ServiceState.Killing);
        _process!.SignalGroup(Libc.SigKill);
        SetTimer(_failDelay, s => s.CompleteStop("cannot stop service: process still running after SIGTERM and SIGKILL"));
    }

    private void CompleteStop(string? failure)
    {
        _stopped?.TrySetResult(failure);
        _stopped = null;
    }
}
