using Howdah.Pebble.Notices;
using Howdah.Pebble.State;

namespace Howdah.Pebble.Daemon;

/// <summary>Forgets what is old or too much.</summary>
internal sealed class Pruner : IDisposable
{
    private const int Most = 1000;

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10), _agesInterval = TimeSpan.FromMinutes(10),
        _keep = TimeSpan.FromDays(7), _abortAfter = TimeSpan.FromDays(14);

    private readonly ChangeStore _changes;
    private readonly NoticeStore _notices;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _lastTime;

    public Pruner(ChangeStore changes, NoticeStore notices, TimeProvider time)
    {
        (_changes, _notices, _time) = (changes, notices, time);
        _lastTime = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Look(), null, _interval, _interval);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Prunes when a tenth too much has come since the last time, or when it is time to look at ages.</summary>
    /// <remarks>
    /// Often enough for a burst of commands not to fill memory and state file; but to go through everything is work, in an idle
    /// daemon most of all that there is.
    /// </remarks>
    public void Look()
    {
        var isTooMuch = _changes.Count > Most * 11 / 10 || _notices.Count > Most * 11 / 10;
        if (!isTooMuch && _time.GetElapsedTime(_lastTime) < _agesInterval) return;
        _lastTime = _time.GetTimestamp();
        Prune();
    }

    private void Prune()
    {
        HashSet<string> left;
        lock (_changes.Gate)
        {
            var now = _time.GetUtcNow();
            var unready = _changes.Changes.Where(c => !c.Status.IsReady() && c.CheckName is null);
            foreach (var change in unready.Where(c => now - c.SpawnTime > _abortAfter).ToList()) _changes.Abort(change);
            var ready = _changes.Changes.Where(c => c.ReadyTime is not null && c.Status.IsReady()).OrderByDescending(c => c.ReadyTime).ToList();
            foreach (var change in ready.Where((c, i) => i >= Most || now - c.ReadyTime > _keep)) _changes.Remove(change);
            left = [.. _changes.Changes.Select(c => c.Id)];
        }
        _notices.Prune(Most, left.Contains);
    }
}
