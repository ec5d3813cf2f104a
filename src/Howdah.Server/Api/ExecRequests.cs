using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Howdah.Engine.Substrates;
using Howdah.Server.Client.Exec;
using Howdah.Server.Client.Json;

namespace Howdah.Server.Api;

/// <summary>Commands in containers, over a websocket.</summary>
internal static class ExecRequests
{
    private static readonly string[] LoginShell = ["/bin/sh", "-c", "if command -v bash >/dev/null 2>&1; then exec bash -l; else exec sh -l; fi"];

    /// <summary>Runs one command.</summary>
    public static async Task RunAsync(Request request)
    {
        if (!request.Http.WebSockets.IsWebSocketRequest)
        {
            throw new BadHttpRequestException("a command in a container needs a websocket");
        }

        // Accepted before anything is looked up: a refusal reaches the user as a frame, an HTTP answer would be lost on websocket clients.
        using var frames = new ExecSocket(await request.Http.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, request.Engine.Lifetime.ApplicationStopping);
        try
        {
            var wanted = await frames.ReceiveRequestAsync(end.Token).ConfigureAwait(false);
            await using var process = await request.Model.StartProcessAsync(request.Unit, wanted.Container, ToSpec(wanted), end.Token).ConfigureAwait(false);
            var exitCode = await JoinAsync(frames, process, end.Token).ConfigureAwait(false);
            await frames.SendEndAsync(new ExecEnd { ExitCode = exitCode }, end.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The user left, or the engine ends: the process is killed with its handle.
        }
        catch (Exception problem)
        {
            await frames.SendEndAsync(new ExecEnd { Error = Refusals.Explain(problem).Refusal }, end.Token).ConfigureAwait(false);
        }
    }

    private static ExecSpec ToSpec(ExecRequest wanted) => new(wanted.Command.Count > 0 ? wanted.Command : LoginShell)
    {
        Environment = wanted.Environment ?? new Dictionary<string, string>(StringComparer.Ordinal),
        Terminal = wanted.Terminal is { } size ? new TerminalSize(size.Columns, size.Rows) : null,
    };

    private static async Task<int> JoinAsync(ExecSocket frames, IContainerProcess process, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var input = ForwardInputAsync(frames, process, over.Token);
        var output = Task.WhenAll(
            ForwardAsync(process.StandardOutput, frames, ExecStream.Output, cancellationToken),
            ForwardAsync(process.StandardError, frames, ExecStream.Error, cancellationToken));

        // The input only ends first when the user is gone; then there is nobody left to run it for.
        var first = await Task.WhenAny(input, output).ConfigureAwait(false);
        await first.ConfigureAwait(false);
        if (first == input)
        {
            throw new OperationCanceledException("the user left");
        }

        var exitCode = await process.ExitCode.WaitAsync(cancellationToken).ConfigureAwait(false);
        _ = input.ContinueWith(static task => task.Exception, TaskScheduler.Default);
        return exitCode;
    }

    private static async Task ForwardAsync(Stream from, ExecSocket to, ExecStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        int count;
        while ((count = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await to.SendAsync(stream, buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task ForwardInputAsync(ExecSocket from, IContainerProcess process, CancellationToken cancellationToken)
    {
        while (await from.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } frame)
        {
            switch (frame.Stream)
            {
                case ExecStream.Input when frame.Payload.IsEmpty:
                    await process.StandardInput.DisposeAsync().ConfigureAwait(false);
                    break;
                case ExecStream.Input:
                    await WriteAsync(process, frame.Payload, cancellationToken).ConfigureAwait(false);
                    break;
                case ExecStream.Resize when JsonSerializer.Deserialize(frame.Payload.Span, ApiJson.Default.ExecTerminal) is { } size:
                    await process.ResizeAsync(new TerminalSize(size.Columns, size.Rows), cancellationToken).ConfigureAwait(false);
                    break;
                case ExecStream.Signal:
                    await process.SignalAsync(Encoding.ASCII.GetString(frame.Payload.Span), cancellationToken).ConfigureAwait(false);
                    break;
            }
        }
    }

    private static async Task WriteAsync(IContainerProcess process, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            await process.StandardInput.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or WebSocketException)
        {
            // The process does not read any more; its output still counts.
        }
    }
}
