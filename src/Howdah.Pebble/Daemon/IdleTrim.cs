using Howdah.Pebble.Native;

namespace Howdah.Pebble.Daemon;

/// <summary>
/// Gives memory back after bursts of work. There is one of these daemons in every container, most of the time idle, and the
/// runtime by itself keeps what a burst made it take.
/// </summary>
internal sealed class IdleTrim : IDisposable
{
    private const long WorthIt = 1024 * 1024, Quiet = 4 * WorthIt;
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10);
    private readonly ITimer _timer;
    private long _before = long.MinValue;
    private long _trimmed;

    public IdleTrim(TimeProvider time) => _timer = time.CreateTimer(_ => Look(), null, _interval, _interval);

    public void Dispose() => _timer.Dispose();

    // Collects when there was work since the last time, and little in the last interval: checks, and the pruning after a burst.
    private void Look()
    {
        var now = GC.GetTotalAllocatedBytes();
        var quiet = now - _before < Quiet;
        _before = now;
        if (!quiet || now - _trimmed < WorthIt) return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Libc.Trim();
        _before = _trimmed = GC.GetTotalAllocatedBytes();
    }
}
