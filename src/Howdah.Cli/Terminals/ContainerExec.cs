using System.Runtime.InteropServices;
using System.Text.Json;
using Howdah.Cli.Invocation;
using Howdah.Server.Client.Errors;
using Howdah.Server.Client.Exec;
using Howdah.Server.Client.Json;

namespace Howdah.Cli.Terminals;

/// <summary>Joins this program's input and output to a command in a container.</summary>
internal static class ContainerExec
{
    /// <summary>Runs the command and returns its exit code.</summary>
    /// <param name="call">Whom to ask.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="request">What to run and where.</param>
    /// <param name="terminal">Whether on a terminal; null for: if the user is at one.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    public static async Task<int> RunAsync(
        Call call, string unit, ExecRequest request, bool? terminal, CancellationToken cancellationToken)
    {
        var onTerminal = terminal ?? (!Console.IsInputRedirected && !Console.IsOutputRedirected);
        if (onTerminal)
        {
            request = request with { Terminal = WindowSize.Now(), Environment = TerminalVariables(request.Environment) };
        }

        using var socket = await call.Model.ExecAsync(unit, request, cancellationToken).ConfigureAwait(false);
        using var raw = onTerminal ? RawTerminal.Enter() : null;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var resized = onTerminal ? PosixSignalRegistration.Create(
            PosixSignal.SIGWINCH, _ => Forget(socket.SendResizeAsync(WindowSize.Now(), over.Token))) : null;
        call.Signals.HandOn = signal => Forget(socket.SendSignalAsync(signal, over.Token));
        Forget(ForwardInputAsync(socket, over.Token));
        try
        {
            return await ReadOutputAsync(socket, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            call.Signals.HandOn = null;
            await over.CancelAsync().ConfigureAwait(false);
        }
    }

    private static async Task<int> ReadOutputAsync(ExecSocket socket, CancellationToken cancellationToken)
    {
        await using var output = StandardStreams.Output();
        await using var error = StandardStreams.Error();
        while (await socket.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } frame)
        {
            switch (frame.Stream)
            {
                case ExecStream.Output:
                    await output.WriteAsync(frame.Payload, cancellationToken).ConfigureAwait(false);
                    break;
                case ExecStream.Error:
                    await error.WriteAsync(frame.Payload, cancellationToken).ConfigureAwait(false);
                    break;
                case ExecStream.End:
                    return ExitCode(JsonSerializer.Deserialize(frame.Payload.Span, ApiJson.Default.ExecEnd));
            }
        }

        throw new HowdahException(ErrorKinds.NoEngine, "the engine ended the connection before the command ended");
    }

    private static int ExitCode(ExecEnd? end) => end switch
    {
        { Error: { } problem } => throw new HowdahException(problem.Kind, problem.Message),
        { ExitCode: { } code } => code,
        _ => throw new HowdahException(ErrorKinds.Internal, "the engine did not say how the command ended"),
    };

    private static async Task ForwardInputAsync(ExecSocket socket, CancellationToken cancellationToken)
    {
        await using var input = StandardStreams.Input();
        var buffer = new byte[16 * 1024];
        int count;
        do
        {
            // Reading a terminal cannot be cancelled, so it has a thread of its own that does not keep the program alive.
            count = await Task.Factory.StartNew(
                () => input.Read(buffer, 0, buffer.Length), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            await socket.SendAsync(ExecStream.Input, buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }
        while (count > 0);
    }

    // What cannot be sent is of no use any more: the command ended, and that is what the user hears.
    private static void Forget(Task sending) => _ = sending.ContinueWith(static task => task.Exception, TaskScheduler.Default);

    private static Dictionary<string, string> TerminalVariables(IReadOnlyDictionary<string, string>? variables)
    {
        var all = new Dictionary<string, string>(variables ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        all.TryAdd("TERM", Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } term ? term : "xterm-256color");
        return all;
    }
}
