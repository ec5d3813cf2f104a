using System.Net.WebSockets;
using Howdah.Pebble.Native;
using Howdah.Pebble.Processes;
using Howdah.Pebble.State;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Exec;

/// <summary>One command: waits for its websockets, runs, and carries its streams.</summary>
internal sealed class ExecSession(ExecRequest request, ExecPlace place, string path, TimeSpan? timeout, TimeProvider time)
{
    private static readonly TimeSpan _connectLimit = TimeSpan.FromSeconds(5);
    private readonly TaskCompletionSource<ChildProcess> _process = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Descriptor> _input = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Descriptor? _terminal;

    public bool HasStderr { get; } = request.SplitStderr ?? false;

    private bool IsTerminal => request.Terminal ?? false;

    private bool IsInteractive => request.Interactive ?? false;

    public ExecSocket Control { get; } = new();

    public ExecSocket Stdio { get; } = new();

    public ExecSocket Stderr { get; } = new();

    /// <summary>Runs the command to its end and answers its exit code.</summary>
    /// <exception cref="TaskFailure">It did not start, or ran out of time.</exception>
    public async Task<int> RunAsync(string taskId, CancellationToken cancellation)
    {
        try
        {
            await ConnectedAsync(taskId, cancellation).ConfigureAwait(false);
            return await RunProcessAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _process.TrySetCanceled(CancellationToken.None);
            _input.TrySetCanceled(CancellationToken.None);
            foreach (var socket in (ExecSocket[])[Control, Stdio, Stderr]) socket.Abandon();
        }
    }

    /// <summary>Passes what the client sends on stdio to the command, until the client closes.</summary>
    public async Task ReceiveInputAsync(WebSocket socket, CancellationToken cancellation)
    {
        try
        {
            var input = await _input.Task.ConfigureAwait(false);
            await foreach (var (type, data) in Frames.ReadAsync(socket, cancellation).ConfigureAwait(false))
            {
                if (type == WebSocketMessageType.Binary) await input.WriteAsync(data, cancellation).ConfigureAwait(false);
                else if (ExecCommands.IsEnd(data.Span)) await EndInputAsync(input).ConfigureAwait(false);
            }
            await EndInputAsync(input).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The command never began, or the daemon stops.
        }
    }

    /// <summary>Carries out what the client sends on control. A connection that breaks kills the command.</summary>
    public async Task ReceiveControlAsync(WebSocket socket, CancellationToken cancellation)
    {
        ChildProcess? process = null;
        try
        {
            process = await _process.Task.ConfigureAwait(false);
            await foreach (var (type, data) in Frames.ReadAsync(socket, cancellation).ConfigureAwait(false))
            {
                if (type == WebSocketMessageType.Text) ExecCommands.Execute(data.Span, process, _terminal);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
        if (socket.State is not (WebSocketState.CloseReceived or WebSocketState.Closed)) process.Signal(Libc.SigKill);
    }

    private async Task ConnectedAsync(string taskId, CancellationToken cancellation)
    {
        var needed = HasStderr ? Task.WhenAll(Stdio.Connected, Stderr.Connected) : Stdio.Connected;
        try
        {
            await needed.WaitAsync(_connectLimit, time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TaskFailure($"exec {taskId}: timeout waiting for websocket connections: context deadline exceeded");
        }
    }

    private async Task<int> RunProcessAsync(CancellationToken cancellation)
    {
        using var streams = ExecStreams.Open(IsTerminal, IsInteractive, HasStderr, request.Width ?? 0, request.Height ?? 0);
        _terminal = streams.Terminal;
        var process = Start(streams);
        using var limit = timeout is { } t && t > TimeSpan.Zero ? new CancellationTokenSource(GoDuration.ForTimer(t), time) : new CancellationTokenSource();
        using var late = limit.Token.UnsafeRegister(static p => ((ChildProcess)p!).Signal(Libc.SigKill), process);
        using var abort = cancellation.UnsafeRegister(static p => ((ChildProcess)p!).Signal(Libc.SigKill), process);
        _process.TrySetResult(process);
        _input.TrySetResult(streams.Input);

        var output = Frames.PumpAsync(streams.Output, Stdio.Socket!);
        var errors = streams.Error is { } error ? Frames.PumpAsync(error, Stderr.Socket!) : Task.CompletedTask;
        var code = await process.Exit.ConfigureAwait(false);
        Control.Abandon();
        await Task.WhenAll(output, errors).ConfigureAwait(false);
        await Frames.SendEndAsync(Stdio.Socket!).ConfigureAwait(false);
        if (HasStderr) await Frames.SendEndAsync(Stderr.Socket!).ConfigureAwait(false);
        if (limit.IsCancellationRequested) throw new TaskFailure($"timed out after {GoDuration.Format(timeout!.Value)}: context deadline exceeded");
        if (cancellation.IsCancellationRequested) throw new TaskFailure("context canceled");
        return code;
    }

    private ChildProcess Start(ExecStreams streams)
    {
        try
        {
            return Reaper.Spawn(new SpawnRequest
            {
                Path = path, Arguments = request.Command!, Environment = place.Environment, WorkingDirectory = place.WorkingDirectory,
                Account = place.Account, Stdin = streams.ChildInput, Stdout = streams.ChildOutput, Stderr = streams.ChildError,
                NewSession = true, ControllingTerminal = IsTerminal && IsInteractive,
            });
        }
        catch (SystemCallException failure)
        {
            throw new TaskFailure(failure.Message);
        }
        finally
        {
            streams.CloseChildEnds();
        }
    }

    // A terminal has no end of input; its reader takes Ctrl-D for one.
    private async Task EndInputAsync(Descriptor input)
    {
        if (IsTerminal && IsInteractive) await input.WriteAsync(new byte[] { 4 }, CancellationToken.None).ConfigureAwait(false);
        else input.Dispose();
    }
}
