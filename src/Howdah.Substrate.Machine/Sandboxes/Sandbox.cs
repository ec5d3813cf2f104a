using Howdah.Engine.Substrates;
using Howdah.Pebble.Client;
using Howdah.Substrate.Machine.Processes;

namespace Howdah.Substrate.Machine.Sandboxes;

/// <summary>A sandbox that runs, started by this engine or by one before it.</summary>
internal sealed class Sandbox : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);
    private readonly SandboxFiles files;
    private readonly Pidfd init;

    private Sandbox(SandboxFiles files, Pidfd init)
    {
        this.files = files;
        this.init = init;
        Gone = DeathWatch.Shared.WatchAsync(init);
        Pebble = new PebbleClient(files.Socket) { ListenerPid = init.Pid };
    }

    /// <summary>
    /// Completes once its first process is dead, and with it all others: the kernel ends a PID namespace before the death of
    /// its first process is seen.
    /// </summary>
    public Task Gone { get; }

    /// <summary>Whether its first process is dead now, also when nobody has been told yet.</summary>
    public bool HasEnded => init.HasEnded;

    /// <summary>Number of its first process.</summary>
    public int Pid => init.Pid;

    /// <summary>Client of its Pebble.</summary>
    public PebbleClient Pebble { get; }

    /// <summary>The sandbox that the files tell of, when it runs.</summary>
    public static Sandbox? TryAdopt(SandboxFiles files)
    {
        var record = SandboxRecord.Read(files.Record);
        if (record is null || !string.Equals(record.BootId, ProcessStat.BootId(), StringComparison.Ordinal))
        {
            return null;
        }

        return Pidfd.OpenAlive(record.Pid, record.StartTime) is { } init ? new Sandbox(files, init) : null;
    }

    /// <summary>Takes the sandbox whose first process has just been started.</summary>
    public static Sandbox? TryRecord(SandboxFiles files, int pid)
    {
        if (ProcessStat.StartTime(pid) is not { } startTime || Pidfd.OpenAlive(pid, startTime) is not { } init)
        {
            return null;
        }

        new SandboxRecord(pid, startTime, ProcessStat.BootId()).Write(files.Record);
        return new Sandbox(files, init);
    }

    /// <summary>Waits until its Pebble answers.</summary>
    /// <exception cref="SubstrateException">It ended, or did not answer in time.</exception>
    public async Task WaitReadyAsync(string name, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        var pause = FirstPause;
        while (!Gone.IsCompleted && !deadline.IsCancellationRequested)
        {
            try
            {
                await Pebble.GetSystemInfoAsync(deadline.Token);
                return;
            }
            catch (Exception e) when (
                e is PebbleException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                await Task.WhenAny(Gone, Task.Delay(pause, CancellationToken.None));
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        var what = Gone.IsCompleted ? "ended while it started" : $"does not answer {limit.TotalSeconds:0} s after its start";
        throw new SubstrateException($"the sandbox {name} {what}{SandboxLog.Describe(files.Log)}");
    }

    /// <summary>Ends it: asks its first process, and kills it when that takes longer than <paramref name="grace"/>.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (grace > TimeSpan.Zero)
        {
            init.Signal(Native.SigTerm);
            await Task.WhenAny(Gone, Task.Delay(grace));
        }

        init.Signal(Native.SigKill);
        await Gone;
    }

    /// <summary>Lets go of it; it goes on running.</summary>
    public void Dispose()
    {
        DeathWatch.Shared.Forget(init);
        init.Dispose();
        Pebble.Dispose();
    }
}
