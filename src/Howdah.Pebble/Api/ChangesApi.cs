using Howdah.Pebble.State;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Api;

/// <summary><c>/v1/changes</c>.</summary>
internal sealed class ChangesApi(ChangeStore changes, StateFile state, TimeProvider time, CancellationToken stopping)
{
    public IEnumerable<Operation> Operations =>
    [
        new("GET", "changes", Access.Read, ListAsync),
        new("GET", "changes/*", Access.Read, GetAsync),
        new("POST", "changes/*", Access.Admin, AbortAsync),
        new("GET", "changes/*/wait", Access.Read, WaitAsync),
    ];

    private Task ListAsync(ApiRequest request)
    {
        var select = request.Query("select");
        if (select is not ("" or "all" or "in-progress" or "ready")) throw ApiException.Bad("select should be one of: all,in-progress,ready");
        var service = request.Query("for");
        return Respond.SyncAsync(request.Context, json =>
        {
            json.WriteStartArray();
            lock (changes.Gate)
            {
                foreach (var change in changes.Changes.OrderBy(c => c.SpawnTime).ThenBy(c => c.Id.Length).ThenBy(c => c.Id, StringComparer.Ordinal))
                {
                    if (select is not "all" && change.Status.IsReady() != select is "ready") continue;
                    if (service.Length > 0 && !change.Services.Contains(service, StringComparer.Ordinal)) continue;
                    ChangeJson.Write(json, change);
                }
            }
            json.WriteEndArray();
        }, beforeSending: () => state.FlushAsync(request.Cancellation));
    }

    private Task GetAsync(ApiRequest request) => SendAsync(request, Find(request));

    private Task AbortAsync(ApiRequest request) => AbortAsync(request, Find(request));

    private async Task AbortAsync(ApiRequest request, Change change)
    {
        var body = await request.BodyAsync(BodyJson.Default.ActionBody, "cannot decode data from request body: ").ConfigureAwait(false);
        if (body.Action is not "abort") throw ApiException.Bad($"invalid action {GoQuote.Quote(body.Action)}");
        if (!changes.Abort(change)) throw ApiException.Bad($"cannot abort change {change.Id} with nothing pending");
        await SendAsync(request, change).ConfigureAwait(false);
    }

    private async Task WaitAsync(ApiRequest request)
    {
        var change = Find(request);
        var limit = request.QueryDuration("timeout") is { } t && t > TimeSpan.Zero ? GoDuration.ForTimer(t) : (TimeSpan?)null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(request.Cancellation, stopping);
        try
        {
            await change.Ready.Task.WaitAsync(limit ?? Timeout.InfiniteTimeSpan, time, either.Token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new ApiException(504, $"timed out waiting for change after {GoDuration.Format(limit!.Value)}");
        }
        catch (OperationCanceledException)
        {
            throw new ApiException(500, "request cancelled");
        }
        await SendAsync(request, change).ConfigureAwait(false);
    }

    private Change Find(ApiRequest request) =>
        changes.FindChange(request.Path[1]) ?? throw ApiException.NotFound($"cannot find change with id {GoQuote.Quote(request.Path[1])}");

    // What a client has seen stays so, also when the daemon is killed now. The end of an exec is no promise: its client has been there.
    private Task SendAsync(ApiRequest request, Change change) => Respond.SyncAsync(request.Context, json =>
    {
        lock (changes.Gate) ChangeJson.Write(json, change);
    }, beforeSending: change.Kind is "exec" ? null : () => state.FlushAsync(request.Cancellation));
}
