using System.Net.Http.Json;
using System.Net.WebSockets;

namespace Howdah.Pebble.Client;

public sealed partial class PebbleClient
{
    /// <inheritdoc/>
    public async Task<PebbleProcess> ExecAsync(ExecRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = ExecBody.From(request);
        var envelope = await CallAsync(
            HttpMethod.Post, "/v1/exec", JsonContent.Create(body, PebbleJson.Default.ExecBody), RequestTimeout,
            cancellationToken);
        var task = ReadResult(envelope, PebbleJson.Default.ExecResult, "/v1/exec").TaskId;
        var change = envelope.Change ?? throw new PebbleProtocolException("Pebble answered exec without a change");

        ExecSocket? control = null, stdio = null, stderr = null;
        try
        {
            control = await ConnectExecAsync(task, "control", cancellationToken);
            stdio = await ConnectExecAsync(task, "stdio", cancellationToken);
            stderr = body.SplitStderr ? await ConnectExecAsync(task, "stderr", cancellationToken) : null;
            return new ExecProcess(this, request.Command[0], change, control, stdio, stderr);
        }
        catch (Exception e)
        {
            control?.Dispose();
            stdio?.Dispose();
            stderr?.Dispose();
            if (e is WebSocketException)
            {
                throw await ExecFailureAsync(change, e, cancellationToken);
            }

            throw;
        }
    }

    private async Task<ExecSocket> ConnectExecAsync(string task, string name, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            using var limit = new Limit(time, RequestTimeout, $"the {name} connection of a command", cancellationToken);
            var uri = new Uri($"ws{baseUrl["http".Length..]}/v1/tasks/{Uri.EscapeDataString(task)}/websocket/{name}");
            await limit.RunAsync(async token =>
            {
                await socket.ConnectAsync(uri, invoker, token);
                return true;
            });
            return new ExecSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A refused connection says little; the change knows why the command could not run.</summary>
    private async Task<Exception> ExecFailureAsync(string id, Exception cause, CancellationToken cancellationToken)
    {
        try
        {
            var change = await GetChangeAsync(id, cancellationToken);
            return change.Err is { Length: > 0 } error ? new PebbleChangeException(error, change) : Unreachable(cause);
        }
        catch (PebbleException e)
        {
            return e;
        }
    }
}
