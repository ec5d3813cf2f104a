using Howdah.Pebble.Native;

namespace Howdah.Pebble.Processes;

/// <summary>A process that the daemon started; the reaper tells how it ended.</summary>
internal sealed class ChildProcess(int pid)
{
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Pid { get; } = pid;

    /// <summary>The exit status, or 128 + the signal's number.</summary>
    public Task<int> Exit => _exit.Task;

    /// <summary>Signals the process itself. A process that has been reaped is left alone: its number may be another's by now.</summary>
    public bool Signal(int signal)
    {
        lock (Reaper.Gate) return !Exit.IsCompleted && Libc.Kill(Pid, signal) == 0;
    }

    /// <summary>Signals all of the process's group, which may outlive the process; false when nobody is left in it.</summary>
    public bool SignalGroup(int signal) => Libc.Kill(-Pid, signal) is 0 or -Errno.NotPermitted;

    internal void Ended(int code) => _exit.TrySetResult(code);
}
