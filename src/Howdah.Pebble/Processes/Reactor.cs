using System.Collections.Concurrent;
using Howdah.Pebble.Native;

namespace Howdah.Pebble.Processes;

/// <summary>Waits for readiness of pipes and terminals in one thread, so that a quiet service costs no thread.</summary>
internal static class Reactor
{
    private static readonly ConcurrentDictionary<int, TaskCompletionSource> _waiters = new();
    private static readonly Lazy<int> _epoll = new(Start);

    /// <summary>Completes when the descriptor can be read (or written) or has hung up. One wait at a time for a descriptor.</summary>
    public static async Task ReadyAsync(int fd, bool writable, CancellationToken cancellation)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_waiters.TryAdd(fd, waiter)) throw new InvalidOperationException($"descriptor {fd} is being waited for already");
        var result = Libc.EpollArm(_epoll.Value, fd, writable ? 1 : 0);
        if (result < 0)
        {
            _waiters.TryRemove(fd, out _);
            throw new SystemCallException("epoll_ctl", "pipe", result);
        }
        using var registration = cancellation.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), waiter);
        try
        {
            await waiter.Task.ConfigureAwait(false);
        }
        finally
        {
            _waiters.TryRemove(new KeyValuePair<int, TaskCompletionSource>(fd, waiter));
        }
    }

    /// <summary>Drops the registration of a descriptor that is about to be closed (a duplicate would keep it alive).</summary>
    public static void Forget(int fd)
    {
        if (_epoll.IsValueCreated) _ = Libc.EpollForget(_epoll.Value, fd);
    }

    private static int Start()
    {
        var epoll = SystemCallException.Check(Libc.EpollCreate(), "epoll_create", "reactor");
        new Thread(() => Loop(epoll), 128 * 1024) { IsBackground = true, Name = "pipes" }.Start();
        return epoll;
    }

    private static unsafe void Loop(int epoll)
    {
        var fds = stackalloc int[64];
        while (true)
        {
            var count = Libc.EpollWait(epoll, fds, 64);
            for (var i = 0; i < count; i++)
            {
                if (_waiters.TryRemove(fds[i], out var waiter)) waiter.TrySetResult();
            }
        }
    }
}
