using Howdah.Pebble.Notices;
using Howdah.Pebble.State;

namespace Howdah.Pebble.Daemon;

/// <summary>Forgets what is old or too much.</summary>
internal static class Pruner
{
    private const int Most = 1000;
    private static readonly TimeSpan _keep = TimeSpan.FromDays(7), _abortAfter = TimeSpan.FromDays(14);

    /// <summary>Short enough for a burst of commands not to fill memory and state file meanwhile.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(10);

    public static void Prune(ChangeStore changes, NoticeStore notices, TimeProvider time)
    {
        HashSet<string> left;
        lock (changes.Gate)
        {
            var now = time.GetUtcNow();
            foreach (var change in changes.Changes.Where(c => !c.Status.IsReady() && c.CheckName is null && now - c.SpawnTime > _abortAfter).ToList()) changes.Abort(change);
            var ready = changes.Changes.Where(c => c.ReadyTime is not null && c.Status.IsReady()).OrderByDescending(c => c.ReadyTime).ToList();
            foreach (var change in ready.Where((c, i) => i >= Most || now - c.ReadyTime > _keep)) changes.Remove(change);
            left = [.. changes.Changes.Select(c => c.Id)];
        }
        notices.Prune(Most, left.Contains);
    }
}
