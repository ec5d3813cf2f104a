using System.Runtime.InteropServices;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>Turns signals into something that <c>poll</c> can wait for beside pidfds.</summary>
internal sealed unsafe class Signals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly int _read;
    private readonly int _write;

    internal Signals()
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.CloseOnExec) != 0)
        {
            throw new IOException($"pipe2 failed with errno {Marshal.GetLastPInvokeError()}");
        }

        (_read, _write) = (ends[0], ends[1]);
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP, PosixSignal.SIGCHLD])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                var number = unchecked((byte)(sbyte)context.Signal);
                _ = Libc.Write(_write, &number, 1);
            }));
        }
    }

    /// <summary>Waits until a signal arrives or one of the processes behind <paramref name="pidfds"/> dies.</summary>
    /// <returns>The signals that arrived; none when it was something else.</returns>
    internal List<PosixSignal> Wait(IReadOnlyList<int> pidfds, TimeSpan atMost)
    {
        var entries = stackalloc Libc.PollEntry[pidfds.Count + 1];
        entries[0] = new(_read, Libc.PollIn, 0);
        for (var i = 0; i < pidfds.Count; i++)
        {
            entries[i + 1] = new(pidfds[i], Libc.PollIn, 0);
        }

        var signals = new List<PosixSignal>();
        if (Libc.Poll(entries, (nuint)pidfds.Count + 1, (int)atMost.TotalMilliseconds) > 0 && entries[0].Returned != 0)
        {
            var buffer = stackalloc byte[64];
            var count = Libc.Read(_read, buffer, 64);
            for (var i = 0; i < count; i++)
            {
                signals.Add((PosixSignal)(sbyte)buffer[i]);
            }
        }

        return signals;
    }

    /// <summary>Waits until the process behind <paramref name="pidfd"/> is dead; signals stay for the next <see cref="Wait"/>.</summary>
    internal static void WaitForDeath(int pidfd, TimeSpan atMost)
    {
        var entry = new Libc.PollEntry(pidfd, Libc.PollIn, 0);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (clock.Elapsed < atMost && Libc.Poll(&entry, 1, (int)Math.Max((atMost - clock.Elapsed).TotalMilliseconds, 0)) < 0)
        {
            // A signal interrupted the wait.
        }
    }

    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _ = Libc.Close(_read);
        _ = Libc.Close(_write);
    }
}
