using Howdah.Pebble.Native;

namespace Howdah.Pebble.Processes;

/// <summary>
/// Reaps every child, ours and adopted ones, in one thread. A child is registered under <see cref="Gate"/> together with its
/// start, and reaped under it, so no exit is missed and no number is signalled after it may have been given to another process.
/// </summary>
internal static class Reaper
{
    private static readonly Dictionary<int, ChildProcess> _children = [];
    private static readonly SemaphoreSlim _started = new(0);
    private static volatile TaskCompletionSource _reaped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static int _running;

    public static Lock Gate { get; } = new();

    /// <summary>Completes at the next reaping of any child.</summary>
    public static Task NextReaping => _reaped.Task;

    /// <summary>Makes this process the adopter of its orphaned descendants and starts reaping.</summary>
    public static void Start()
    {
        if (Interlocked.Exchange(ref _running, 1) == 1) return;
        _ = Libc.Subreaper();
        new Thread(Loop, 128 * 1024) { IsBackground = true, Name = "reaper" }.Start();
    }

    /// <summary>Starts a process and registers it.</summary>
    /// <exception cref="SystemCallException">The start failed, worded like <c>fork/exec /x: permission denied</c>.</exception>
    public static ChildProcess Spawn(SpawnRequest request)
    {
        Start();
        ChildProcess child;
        lock (Gate)
        {
            child = new ChildProcess(Spawner.Start(request));
            _children.Add(child.Pid, child);
        }
        if (_started.CurrentCount == 0) _started.Release();
        return child;
    }

    private static void Loop()
    {
        while (true)
        {
            var pid = Libc.WaitAny();
            if (pid is -Errno.NoChild)
            {
                // Without children nothing can be adopted either, except what enters the PID namespace from outside.
                _started.Wait(TimeSpan.FromSeconds(5));
                continue;
            }
            if (pid <= 0) continue;
            lock (Gate)
            {
                if (Libc.Reap(pid, out var code) > 0 && _children.Remove(pid, out var child)) child.Ended(code);
            }
            Interlocked.Exchange(ref _reaped, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }
}
