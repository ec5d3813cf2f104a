namespace Howdah.Pebble.Client;

public sealed partial class PebbleClient
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Notice>> GetNoticesAsync(
        NoticeFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= new NoticeFilter();
        var path = Query(
            "/v1/notices",
            ("types", Join(filter.Types)),
            ("keys", Join(filter.Keys)),
            ("users", filter.AllUsers ? "all" : null),
            ("after", filter.After),
            ("timeout", filter.Wait is { } wait ? GoDuration.Format(wait) : null));
        var limit = RequestTimeout + (filter.Wait ?? TimeSpan.Zero);
        return await CallAsync(HttpMethod.Get, path, null, PebbleJson.Default.ListNotice, limit, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Notice> GetNoticeAsync(string id, CancellationToken cancellationToken = default) =>
        GetAsync($"/v1/notices/{Uri.EscapeDataString(id)}", PebbleJson.Default.Notice, cancellationToken);

    /// <inheritdoc/>
    public async Task<string> NotifyAsync(
        string key,
        IReadOnlyDictionary<string, string>? data = null,
        TimeSpan? repeatAfter = null,
        CancellationToken cancellationToken = default)
    {
        var result = await PostAsync(
            "/v1/notices",
            new NotifyRequest("add", "custom", key, repeatAfter is { } after ? GoDuration.Format(after) : null, data),
            PebbleJson.Default.NotifyRequest,
            PebbleJson.Default.NoticeIdResult,
            cancellationToken);
        return result.Id;
    }
}
