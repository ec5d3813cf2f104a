namespace Howdah.Substrate.Machine.Processes;

/// <summary>A hold on one process that no later process with its number can take over.</summary>
internal sealed class Pidfd : IDisposable
{
    private int descriptor;

    private Pidfd(int pid, int descriptor)
    {
        Pid = pid;
        this.descriptor = descriptor;
    }

    /// <summary>Number of the process.</summary>
    public int Pid { get; }

    /// <summary>The file descriptor; readable once the process is dead (a zombie is dead).</summary>
    public int Descriptor => descriptor;

    /// <summary>True once the process is dead.</summary>
    public bool HasEnded
    {
        get
        {
            var entries = new[] { new Native.PollEntry { Descriptor = descriptor, Events = Native.PollIn } };
            return Native.Poll(entries, 1, 0) > 0;
        }
    }

    /// <summary>A hold on the process; null when there is none with that number.</summary>
    public static Pidfd? Open(int pid)
    {
        var opened = Native.PidfdOpen(pid);
        return opened < 0 ? null : new Pidfd(pid, opened);
    }

    /// <summary>A hold on the process when it is the one that started at <paramref name="startTime"/> and still lives.</summary>
    public static Pidfd? OpenAlive(int pid, long startTime)
    {
        var opened = Open(pid);
        // After the opening the number cannot pass to another process unseen: a dead process ends the hold.
        if (opened is not null && ProcessStat.StartTime(pid) == startTime && !opened.HasEnded)
        {
            return opened;
        }

        opened?.Dispose();
        return null;
    }

    /// <summary>Sends a signal; false when the process is dead.</summary>
    public bool Signal(int signal) => Native.PidfdSendSignal(descriptor, signal) == 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        var closed = Interlocked.Exchange(ref descriptor, -1);
        if (closed >= 0)
        {
            _ = Native.Close(closed);
        }
    }
}
