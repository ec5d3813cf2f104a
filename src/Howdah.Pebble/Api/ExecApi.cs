using Howdah.Pebble.Daemon;
using Howdah.Pebble.Exec;
using Howdah.Pebble.Processes;
using Howdah.Pebble.State;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Api;

/// <summary><c>/v1/exec</c> and the websockets of its tasks.</summary>
internal sealed class ExecApi(ExecManager exec, ChangeStore changes, CancellationToken stopping)
{
    public IEnumerable<Operation> Operations =>
    [
        new("POST", "exec", Access.Admin, BeginAsync),
        new("GET", "tasks/*/websocket/*", Access.Admin, ConnectAsync),
    ];

    private async Task BeginAsync(ApiRequest request)
    {
        var body = await request.BodyAsync(BodyJson.Default.ExecRequest).ConfigureAwait(false);
        if (body.Command is not { Count: > 0 }) throw ApiException.Bad("must specify command");
        TimeSpan? timeout = null;
        if (!string.IsNullOrEmpty(body.Timeout))
        {
            timeout = GoDuration.Parse(body.Timeout) ?? throw ApiException.Bad($"invalid timeout: time: invalid duration {GoQuote.Quote(body.Timeout)}");
        }
        SecurityLog.Admin(request.Caller, "exec", $"Executing command {body.Command[0]}");
        Change change;
        ExecPlace place;
        try
        {
            (change, place) = exec.Begin(body, timeout);
        }
        catch (Exception wrong) when (wrong is ExecException or AccountException)
        {
            throw ApiException.Bad(wrong.Message);
        }
        catch (ExecPlaceException wrong)
        {
            throw new ApiException(500, wrong.Message);
        }
        await Respond.AsyncAsync(request.Context, change.Id, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("environment");
            foreach (var (key, value) in place.Environment.OrderBy(e => e.Key, StringComparer.Ordinal)) json.WriteString(key, value);
            json.WriteEndObject();
            json.WriteString("task-id", change.Tasks[0].Id);
            json.WriteString("working-dir", place.WorkingDirectory);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private async Task ConnectAsync(ApiRequest request)
    {
        var (id, name) = (request.Path[1], request.Path[3]);
        var task = changes.FindTask(id) ?? throw ApiException.NotFound($"cannot find task {GoQuote.Quote(id)}");
        if (task.Kind is not "exec") throw ApiException.Bad($"{GoQuote.Quote(task.Kind)} tasks do not have websockets");
        if (exec.Find(id) is not { } session)
        {
            lock (changes.Gate) throw new ApiException(500, task.Change.Error ?? $"exec task {GoQuote.Quote(id)} has ended");
        }
        var place = name switch
        {
            "control" => session.Control,
            "stdio" => session.Stdio,
            "stderr" when session.HasStderr => session.Stderr,
            _ => throw ApiException.NotFound($"cannot find {name} websocket for task {GoQuote.Quote(id)}"),
        };
        if (!WebsocketUpgrade.IsRequested(request.Context)) throw ApiException.Bad("websocket: the client is not using the websocket protocol");
        if (!place.Take()) throw new ApiException(500, $"{name} websocket already connected");
        using var socket = await WebsocketUpgrade.AcceptAsync(request.Context).ConfigureAwait(false);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(request.Cancellation, stopping);
        place.Connect(socket);
        if (name is "control")
        {
            var receiving = session.ReceiveControlAsync(socket, either.Token);
            await Task.WhenAny(place.Abandoned, receiving).ConfigureAwait(false);
            // The client expects the connection to be cut, without a closing handshake.
            request.Context.Abort();
            await receiving.ConfigureAwait(false);
            return;
        }
        if (name is "stdio") await session.ReceiveInputAsync(socket, either.Token).ConfigureAwait(false);
        await foreach (var _ in Frames.ReadAsync(socket, either.Token).ConfigureAwait(false))
        {
            // Nothing is expected here any more; the connection stays open until the client closes it.
        }
        await place.Abandoned.ConfigureAwait(false);
    }
}
