namespace Howdah.Pebble.Client;

/// <summary>Turns notices into events (Juju contract 4.8).</summary>
internal sealed class NoticeReader(IPebble pebble)
{
    private readonly Dictionary<string, string> toldFailed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> toldRecovered = new(StringComparer.Ordinal);

    /// <summary>Waits for notices after the cursor.</summary>
    /// <returns>What they mean, and the cursor after them.</returns>
    public async Task<(IReadOnlyList<PebbleEvent> Events, string? Cursor)> ReadAsync(
        string? cursor, TimeSpan wait, CancellationToken cancellationToken)
    {
        var filter = new NoticeFilter { Types = ["custom", "change-update"], AllUsers = true, After = cursor, Wait = wait };
        var notices = await pebble.GetNoticesAsync(filter, cancellationToken);
        var events = new List<PebbleEvent>();
        foreach (var notice in notices)
        {
            if (await EventOfAsync(notice, cancellationToken) is { } one)
            {
                events.Add(one);
            }

            cursor = notice.Cursor;
        }

        return (events, cursor);
    }

    private async Task<PebbleEvent?> EventOfAsync(Notice notice, CancellationToken cancellationToken)
    {
        if (notice.Type == "custom")
        {
            return new PebbleEvent.CustomNotice(notice.Id, notice.Type, notice.Key);
        }

        var kind = notice.LastData.GetValueOrDefault("kind");
        if (kind is not ("perform-check" or "recover-check") || notice.LastData.GetValueOrDefault("check-name") is not { } check)
        {
            return null;
        }

        var status = await StatusOfAsync(notice.Key, cancellationToken);
        return kind switch
        {
            "perform-check" when status == "Error" && IsNew(toldFailed, check, notice.Key) => new PebbleEvent.CheckFailed(check),
            "recover-check" when status == "Done" && IsNew(toldRecovered, check, notice.Key) =>
                new PebbleEvent.CheckRecovered(check),
            _ => null,
        };
    }

    private async Task<string?> StatusOfAsync(string change, CancellationToken cancellationToken)
    {
        try
        {
            return (await pebble.GetChangeAsync(change, cancellationToken)).Status;
        }
        catch (PebbleApiException e) when (e.Code == 404)
        {
            return null;
        }
    }

    /// <summary>A change may give several notices while its end is already visible: it is told once.</summary>
    private static bool IsNew(Dictionary<string, string> told, string check, string change)
    {
        if (string.Equals(told.GetValueOrDefault(check), change, StringComparison.Ordinal))
        {
            return false;
        }

        told[check] = change;
        return true;
    }
}
