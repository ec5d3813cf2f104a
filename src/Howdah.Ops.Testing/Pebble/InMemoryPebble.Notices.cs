using System.Globalization;
using System.Text.RegularExpressions;
using Howdah.Pebble.Client;

namespace Howdah.Ops.Testing;

public sealed partial class InMemoryPebble
{
    private readonly List<Notice> notices = [];
    private long lastNoticeTicks;
    private TaskCompletionSource noticed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Notice>> GetNoticesAsync(
        NoticeFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= new NoticeFilter();
        var deadline = filter.Wait is { } wait ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
        while (true)
        {
            var changed = noticed.Task;
            var found = await AnswerAsync(() => Find(filter));
            if (found.Count > 0 || deadline.IsCompleted)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return found;
            }

            await Task.WhenAny(changed, deadline);
        }
    }

    /// <inheritdoc/>
    public Task<Notice> GetNoticeAsync(string id, CancellationToken cancellationToken = default) => AnswerAsync(() =>
        notices.Find(n => string.Equals(n.Id, id, StringComparison.Ordinal))
            ?? throw NotFound($"cannot find notice with ID \"{id}\""));

    /// <inheritdoc/>
    public Task<string> NotifyAsync(
        string key,
        IReadOnlyDictionary<string, string>? data = null,
        TimeSpan? repeatAfter = null,
        CancellationToken cancellationToken = default) => AnswerAsync(() =>
        {
            if (!NoticeKey().IsMatch(key))
            {
                throw BadRequest($"invalid key \"{key}\" (must be in \"example.com/path\" format)");
            }

            var old = notices.Find(n => n.Type == "custom" && string.Equals(n.Key, key, StringComparison.Ordinal));
            var now = NextTime();
            var repeats = old is null || repeatAfter is not { } pause || now - old.LastRepeated >= pause;
            var next = (old ?? new Notice(
                (notices.Count + 1).ToString(CultureInfo.InvariantCulture), "custom", key) { FirstOccurred = now }) with
            {
                Occurrences = (old?.Occurrences ?? 0) + 1,
                LastOccurred = now,
                Cursor = repeats ? now.ToString("O", CultureInfo.InvariantCulture) : old!.Cursor,
                LastData = data ?? new Dictionary<string, string>(StringComparer.Ordinal),
            };
            if (old is not null)
            {
                notices.Remove(old);
            }

            notices.Add(next);
            Interlocked.Exchange(ref noticed, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            return next.Id;
        });

    private IReadOnlyList<Notice> Find(NoticeFilter filter) =>
    [
        .. notices
            .Where(n => filter.Types.Count == 0 || filter.Types.Contains(n.Type, StringComparer.Ordinal))
            .Where(n => filter.Keys.Count == 0 || filter.Keys.Contains(n.Key, StringComparer.Ordinal))
            .Where(n => filter.After is null || n.LastRepeated > DateTimeOffset.Parse(filter.After, CultureInfo.InvariantCulture))
            .OrderBy(n => n.LastRepeated),
    ];

    /// <summary>Times of notices are strictly increasing.</summary>
    private DateTimeOffset NextTime()
    {
        lastNoticeTicks = Math.Max(lastNoticeTicks + 10, time.GetUtcNow().Ticks);
        return new DateTimeOffset(lastNoticeTicks, TimeSpan.Zero);
    }

    [GeneratedRegex(
        "^[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z0-9]+(-[a-z0-9]+)*)+(/[a-z0-9]+(-[a-z0-9]+)*)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoticeKey();
}
