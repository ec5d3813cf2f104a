using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Howdah.Pebble.Notices;
using Howdah.Pebble.State;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Api;

/// <summary><c>/v1/notices</c>.</summary>
internal sealed class NoticesApi(NoticeStore notices, StateFile state, CancellationToken stopping)
{
    private const int KeyLimit = 256, DataLimit = 4096;
    private static readonly string[] _types = ["change-update", "custom", "warning"];

    public IEnumerable<Operation> Operations =>
    [
        new("GET", "notices", Access.Read, ListAsync),
        new("POST", "notices", Access.Read, AddAsync),
        new("GET", "notices/*", Access.Read, GetAsync),
    ];

    private async Task ListAsync(ApiRequest request)
    {
        var filter = Filter(request);
        var limit = request.QueryDuration("timeout");
        List<Notice> found = [];
        if (filter.Types is not { Count: 0 })
        {
            found = limit is null ? notices.List(filter) : await WaitAsync(request, filter, limit.Value).ConfigureAwait(false);
        }
        await Respond.SyncAsync(request.Context, json =>
        {
            json.WriteStartArray();
            foreach (var notice in found) NoticeJson.Write(json, notice);
            json.WriteEndArray();
        }).ConfigureAwait(false);
    }

    private async Task<List<Notice>> WaitAsync(ApiRequest request, NoticeFilter filter, TimeSpan limit)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(request.Cancellation, stopping);
        try
        {
            return await notices.WaitAsync(filter, GoDuration.ForTimer(limit), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw ApiException.Bad("request canceled");
        }
    }

    private static NoticeFilter Filter(ApiRequest request)
    {
        var user = request.Caller.Uid ?? throw new ApiException(403, "cannot determine UID of request, so cannot retrieve notices");
        var all = false;
        if (request.Query("user-id") is { Length: > 0 } id)
        {
            if (!request.Caller.IsAdmin) throw new ApiException(403, "only admins may use the \"user-id\" filter");
            if (request.HasQuery("users")) throw ApiException.Bad("cannot use both \"users\" and \"user-id\" parameters");
            if (!uint.TryParse(id, CultureInfo.InvariantCulture, out user)) throw ApiException.Bad($"invalid \"user-id\" filter: invalid user-id {GoQuote.Quote(id)}");
        }
        else if (request.Query("users") is { Length: > 0 } users)
        {
            if (!request.Caller.IsAdmin) throw new ApiException(403, "only admins may use the \"users\" filter");
            if (users is not "all") throw ApiException.Bad("invalid \"users\" filter: must be \"all\"");
            all = true;
        }
        DateTimeOffset? after = null;
        if (request.Query("after") is { Length: > 0 } text)
        {
            after = GoTime.Parse(text) ?? throw ApiException.Bad($"invalid \"after\" timestamp: cannot parse {GoQuote.Quote(text)} as RFC 3339");
        }
        var types = request.QueryList("types");
        return new NoticeFilter(user, all, types.Count == 0 ? null : [.. types.Intersect(_types, StringComparer.Ordinal)], request.QueryList("keys"), after);
    }

    private async Task AddAsync(ApiRequest request)
    {
        var user = request.Caller.Uid ?? throw new ApiException(403, "cannot determine UID of request, so cannot create notice");
        var body = await request.BodyAsync(BodyJson.Default.NoticeBody).ConfigureAwait(false);
        var key = body.Key ?? "";
        if (body.Action is not "add") throw ApiException.Bad($"invalid action {GoQuote.Quote(body.Action)}");
        if (body.Type is not "custom") throw ApiException.Bad($"invalid type {GoQuote.Quote(body.Type)} (can only add \"custom\" notices)");
        if (key.Length > KeyLimit) throw ApiException.Bad("key must be 256 bytes or less");
        if (!NoticeStore.IsValidKey(key)) throw ApiException.Bad($"invalid key {GoQuote.Quote(key)} (must be in \"example.com/path\" format)");
        TimeSpan? repeat = null;
        if (!string.IsNullOrEmpty(body.RepeatAfter))
        {
            repeat = GoDuration.Parse(body.RepeatAfter) ?? throw ApiException.Bad($"invalid repeat-after: time: invalid duration {GoQuote.Quote(body.RepeatAfter)}");
        }
        var notice = notices.Add(user, "custom", key, Data(body.Data), repeat);
        await state.FlushAsync(request.Cancellation).ConfigureAwait(false);
        await Respond.SyncAsync(request.Context, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", notice.Id);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static SortedDictionary<string, string> Data(JsonElement? json)
    {
        if (json is not { } element) return new(StringComparer.Ordinal);
        if (JsonMarshal.GetRawUtf8Value(element).Length > DataLimit) throw ApiException.Bad("total size of data must be 4096 bytes or less");
        try
        {
            var data = element.Deserialize(BodyJson.Default.DictionaryStringString) ?? [];
            return new(data.ToDictionary(e => e.Key, e => e.Value ?? "", StringComparer.Ordinal), StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            throw ApiException.Bad("cannot decode request body: data must be an object of strings");
        }
    }

    private Task GetAsync(ApiRequest request)
    {
        var id = request.Path[1];
        var notice = notices.Find(id) ?? throw ApiException.NotFound($"cannot find notice with ID {GoQuote.Quote(id)}");
        if (notice.UserId is { } owner && owner != request.Caller.Uid && !request.Caller.IsAdmin)
        {
            throw new ApiException(403, $"not allowed to access notice with id {GoQuote.Quote(id)}");
        }
        return Respond.SyncAsync(request.Context, json => NoticeJson.Write(json, notice));
    }
}
