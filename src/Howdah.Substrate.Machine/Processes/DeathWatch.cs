using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Howdah.Substrate.Machine.Processes;

/// <summary>Tells at once when a process ends, for any number of processes, with one thread that sleeps in the kernel.</summary>
internal sealed class DeathWatch
{
    private readonly ConcurrentDictionary<Pidfd, TaskCompletionSource> watched = new();
    private readonly int wake;

    private DeathWatch()
    {
        wake = Native.EventFd(0, Native.CloseOnExec);
        if (wake < 0)
        {
            throw new InvalidOperationException($"eventfd: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }

        new Thread(Run) { IsBackground = true, Name = "death-watch" }.Start();
    }

    /// <summary>The one of this program.</summary>
    public static DeathWatch Shared { get; } = new();

    /// <summary>A task that completes once the process is dead.</summary>
    public Task WatchAsync(Pidfd process)
    {
        var ended = watched.GetOrAdd(process, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Wake();
        return ended.Task;
    }

    /// <summary>Watches no longer; the task of the process never completes. To be called before the hold is closed.</summary>
    public void Forget(Pidfd process)
    {
        watched.TryRemove(process, out _);
        Wake();
    }

    /// <summary>Waits for the end of a child of this program and takes its exit status, so that no zombie stays.</summary>
    public async Task ReapAsync(Pidfd child)
    {
        await WatchAsync(child);
        _ = Native.WaitPid(child.Pid, out _, Native.WaitNoHang);
        child.Dispose();
    }

    private void Wake()
    {
        ulong one = 1;
        _ = Native.Write(wake, ref one, sizeof(ulong));
    }

    private void Run()
    {
        while (true)
        {
            var processes = watched.Keys.ToArray();
            var entries = processes.Select(process => process.Descriptor).Append(wake)
                .Select(descriptor => new Native.PollEntry { Descriptor = descriptor, Events = Native.PollIn }).ToArray();
            if (Native.Poll(entries, (ulong)entries.Length, -1) <= 0)
            {
                continue;
            }

            if (entries[^1].Returned != 0)
            {
                ulong count = 0;
                _ = Native.Read(wake, ref count, sizeof(ulong));
            }

            for (var i = 0; i < processes.Length; i++)
            {
                // A descriptor that was closed and given anew meanwhile may have answered for another process.
                if (entries[i].Returned != 0 && processes[i].HasEnded && watched.TryRemove(processes[i], out var ended))
                {
                    ended.SetResult();
                }
            }
        }
    }
}
