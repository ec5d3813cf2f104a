using System.Globalization;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>The processes of one member: what the guard sees of them and does to them.</summary>
internal sealed class Member(GuardSettings settings) : IDisposable
{
    private static readonly TimeSpan DeathTimeout = TimeSpan.FromSeconds(5);

    private readonly string _dataDirectory = Resolve(settings.DataDirectory);
    private int _patroni;
    private int _adopted;
    private int _adoptedPidfd = -1;

    /// <summary>The guard's own Patroni is running.</summary>
    internal bool OwnPatroniAlive => _patroni > 0;

    /// <summary>The postmaster died without cleaning up.</summary>
    internal bool PostmasterCrashed { get; private set; }

    /// <summary>Pidfds to wait for beside the signals: the postmaster that an earlier guard left, whose death is not told to us.</summary>
    internal IReadOnlyList<int> Watched => _adoptedPidfd < 0 ? [] : [_adoptedPidfd];

    /// <summary>Starts Patroni. A PostgreSQL that runs already is adopted by it and watched by us.</summary>
    internal void StartPatroni()
    {
        if (Postmaster() is { } postmaster)
        {
            _adopted = postmaster.Id;
            _adoptedPidfd = Libc.OpenPidfd(postmaster.Id);
        }

        _patroni = GuardedChild.Start(settings.Command);
    }

    internal void Signal(int signal)
    {
        if (_patroni > 0)
        {
            _ = Libc.Kill(_patroni, signal);
        }
    }

    /// <summary>Reaps what died and notes whether the postmaster was among it.</summary>
    internal void Reap()
    {
        int process;
        while ((process = Libc.WaitPid(-1, out _, Libc.NoHang)) > 0)
        {
            _patroni = process == _patroni ? 0 : _patroni;
            PostmasterCrashed |= process == PostmasterFileId();
        }

        if (_adoptedPidfd >= 0 && ProcessTable.ReadEntry(_adopted) is null)
        {
            PostmasterCrashed |= _adopted == PostmasterFileId();
            _ = Libc.Close(_adoptedPidfd);
            _adoptedPidfd = -1;
        }
    }

    /// <summary>Processes other than the guard's Patroni that could write, or start one that could.</summary>
    internal List<ProcessEntry> Writers()
    {
        var all = ProcessTable.Read();
        return
        [
            .. ProcessTable.DescendantsOf(Environment.ProcessId, all)
                .Concat(all.Where(e => ProcessTable.IsPostgresOf(e, _dataDirectory)))
                .Where(e => e.Id != _patroni)
                .DistinctBy(e => e.Id),
        ];
    }

    /// <summary>Patronis with our configuration that are not ours.</summary>
    internal List<ProcessEntry> StrayPatronis() =>
        [.. ProcessTable.Read().Where(e => e.Id != _patroni && e.Id != Environment.ProcessId && ProcessTable.Runs(e, settings.Command))];

    /// <summary>Whether Patroni or the postmaster is stopped by a signal.</summary>
    internal bool Stopped() =>
        (_patroni > 0 && ProcessTable.ReadEntry(_patroni) is { IsStopped: true }) || Postmaster() is { IsStopped: true };

    /// <summary>Whether this PostgreSQL is no standby.</summary>
    internal bool IsPrimary() => Postmaster() is not null && !File.Exists(Path.Combine(_dataDirectory, "standby.signal"));

    /// <summary>Whether this PostgreSQL receives the write-ahead log: one whose primary refuses it has no receiver but for moments.</summary>
    internal bool Receives() => ProcessTable.Read().Exists(e =>
        ProcessTable.IsPostgresOf(e, _dataDirectory) && ProcessTable.TitleOf(e).Contains("walreceiver", StringComparison.Ordinal));

    /// <summary>Kills Patroni and asks PostgreSQL for a fast shutdown.</summary>
    internal void HandOver()
    {
        Kill(OwnPatroniAlive ? [new(_patroni, 0, 'S')] : []);
        if (Postmaster() is { } postmaster)
        {
            _ = Libc.Kill(postmaster.Id, Libc.SigInt);
        }
    }

    /// <summary>Kills Patroni and all writers. The caller looks again whether any is left: a dying one may have had a child.</summary>
    internal void KillAll()
    {
        // Patroni first, so that it starts nothing; then the postmaster, which is the only one that forks.
        var patroni = OwnPatroniAlive ? [new ProcessEntry(_patroni, 0, 'S')] : (ProcessEntry[])[];
        Kill([.. patroni, .. StrayPatronis()]);
        Kill(Postmaster() is { } postmaster ? [postmaster] : []);
        Kill(Writers());
    }

    /// <summary>Kills Patronis that are not ours.</summary>
    internal void KillStrays() => Kill(StrayPatronis());

    public void Dispose()
    {
        if (_adoptedPidfd >= 0)
        {
            _ = Libc.Close(_adoptedPidfd);
        }
    }

    private void Kill(List<ProcessEntry> processes)
    {
        var pidfds = processes.ConvertAll(p => Libc.OpenPidfd(p.Id));
        processes.ForEach(p => _ = Libc.Kill(p.Id, Libc.SigKill));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        foreach (var pidfd in pidfds.Where(p => p >= 0))
        {
            Signals.WaitForDeath(pidfd, DeathTimeout - clock.Elapsed);
            _ = Libc.Close(pidfd);
        }

        Reap();
    }

    private ProcessEntry? Postmaster() =>
        PostmasterFileId() is var id and > 0 && ProcessTable.ReadEntry(id) is { } entry && ProcessTable.IsPostgresOf(entry, _dataDirectory)
            ? entry
            : null;

    // The first line of postmaster.pid; 0 when there is none. A single-user server writes a negative number.
    private int PostmasterFileId()
    {
        try
        {
            var first = File.ReadLines(Path.Combine(_dataDirectory, "postmaster.pid")).FirstOrDefault();
            return int.TryParse(first, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) ? Math.Max(id, 0) : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static string Resolve(string path) =>
        Directory.Exists(path) ? Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
}
