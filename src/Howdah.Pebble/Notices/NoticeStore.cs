using System.Text.RegularExpressions;
using Howdah.Pebble.State;

namespace Howdah.Pebble.Notices;

/// <summary>All notices, and those who wait for one.</summary>
internal sealed partial class NoticeStore(TimeProvider time, Action dirty)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(uint? User, string Type, string Key), Notice> _notices = [];
    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _last;

    public int LastId { get; private set; }

    public int Count => _notices.Count;

    /// <summary>When the newest warning was repeated last; null when there was none.</summary>
    public DateTimeOffset? LatestWarning { get; private set; }

    /// <summary>Whether a custom notice's key is of the form <c>example.com/path</c>.</summary>
    public static bool IsValidKey(string key) => KeyForm().IsMatch(key);

    /// <summary>Records an occurrence and answers the notice.</summary>
    public Notice Add(uint? user, string type, string key, IReadOnlyDictionary<string, string> data, TimeSpan? repeatAfter)
    {
        Notice notice;
        lock (_gate)
        {
            var now = NextTime();
            if (_notices.TryGetValue((user, type, key), out var old))
            {
                var repeated = repeatAfter is null || repeatAfter == TimeSpan.Zero || now >= old.LastRepeated + repeatAfter;
                notice = old with
                {
                    Occurrences = old.Occurrences + 1,
                    LastOccurred = now,
                    LastRepeated = repeated ? now : old.LastRepeated,
                    LastData = data,
                    RepeatAfter = repeatAfter,
                };
            }
            else
            {
                notice = new Notice
                {
                    Id = $"{++LastId}", UserId = user, Type = type, Key = key, FirstOccurred = now, LastOccurred = now, LastRepeated = now,
                    Occurrences = 1, LastData = data, RepeatAfter = repeatAfter,
                };
            }
            _notices[(user, type, key)] = notice;
            Warn(notice);
            Interlocked.Exchange(ref _added, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
        dirty();
        return notice;
    }

    /// <summary>Records that a change took a step.</summary>
    public void AddChangeUpdate(Change change)
    {
        var data = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["kind"] = change.Kind };
        if (change.CheckName is { } check) data["check-name"] = check;
        Add(null, "change-update", change.Id, data, null);
    }

    public Notice? Find(string id)
    {
        lock (_gate) return _notices.Values.FirstOrDefault(n => string.Equals(n.Id, id, StringComparison.Ordinal));
    }

    /// <summary>The notices that match, oldest repeat first.</summary>
    public List<Notice> List(NoticeFilter filter)
    {
        lock (_gate) return [.. _notices.Values.Where(filter.Matches).OrderBy(n => n.LastRepeated)];
    }

    /// <summary>The notices that match, waiting for one up to the limit; empty when the limit passed.</summary>
    public async Task<List<Notice>> WaitAsync(NoticeFilter filter, TimeSpan limit, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        while (true)
        {
            Task added;
            lock (_gate) added = _added.Task;
            var found = List(filter);
            if (found.Count > 0) return found;
            try
            {
                await added.WaitAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return [];
            }
        }
    }

    /// <summary>Takes up what was loaded from the state file.</summary>
    public void Restore(int lastId, IEnumerable<Notice> notices)
    {
        lock (_gate)
        {
            LastId = lastId;
            foreach (var notice in notices)
            {
                _notices[(notice.UserId, notice.Type, notice.Key)] = notice;
                Warn(notice);
                if (notice.LastOccurred > _last) _last = notice.LastOccurred;
            }
        }
    }

    /// <summary>Drops what has expired, what is too much, and the updates of changes that are gone.</summary>
    public void Prune(int most, Func<string, bool> changeExists)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var order = _notices.OrderByDescending(n => n.Value.LastOccurred).ToList();
            var gone = order.Where((n, i) => i >= most || n.Value.LastOccurred + Notice.ExpireAfter < now
                || (n.Value.Type is "change-update" && !changeExists(n.Value.Key))).Select(n => n.Key).ToList();
            foreach (var key in gone) _notices.Remove(key);
            if (gone.Count == 0) return;
            _notices.TrimExcess();
            dirty();
        }
    }

    private void Warn(Notice notice)
    {
        if (notice.Type is "warning" && !(notice.LastRepeated <= LatestWarning)) LatestWarning = notice.LastRepeated;
    }

    // Clients compare microseconds, so two notices never share one.
    private DateTimeOffset NextTime()
    {
        var now = time.GetUtcNow();
        now = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        if (now <= _last) now = _last.AddMicroseconds(1);
        return _last = now;
    }

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+(/[a-z0-9]+(-[a-z0-9]+)*)+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyForm();
}
