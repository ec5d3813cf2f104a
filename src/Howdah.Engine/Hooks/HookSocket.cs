using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text.Json;
using Howdah.Engine.HookCommands;
using Howdah.HookTools;
using Microsoft.Extensions.Logging;

namespace Howdah.Engine.Hooks;

/// <summary>
/// The socket on which one unit's hook commands reach the engine. It serves the unit's current dispatch and no other: a command
/// needs that dispatch's id, so neither another unit's charm nor a process left over from an earlier dispatch gets anything.
/// </summary>
internal sealed partial class HookSocket : IAsyncDisposable
{
    public const string FileName = "agent.socket";

    private readonly Socket _listener;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private volatile IHookAnswers? _served;

    private HookSocket(Socket listener, ILogger log)
    {
        (_listener, _log) = (listener, log);
        _accepting = AcceptAsync();
    }

    /// <summary>Listens in a unit's folder.</summary>
    public static HookSocket Listen(string directory, ILogger log)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, FileName);
        File.Delete(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            using (var folder = SocketFolder.Open(directory))
            {
                listener.Bind(new UnixDomainSocketEndPoint(folder.PathOf(FileName)));
            }

            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            listener.Listen(64);
            return new HookSocket(listener, log);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Serves this dispatch from now on; null for none.</summary>
    public void Serve(IHookAnswers? dispatch) => _served = dispatch;

    /// <summary>Stops listening. The unit's removal does it before its agent ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = AnswerAsync(await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                if (_stop.IsCancellationRequested)
                {
                    return;
                }

                LogAcceptFailed(e);
            }
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            var header = new byte[4];
            await stream.ReadExactlyAsync(header, _stop.Token).ConfigureAwait(false);
            var length = BinaryPrimitives.ReadInt32LittleEndian(header);
            if (length is < 0 or > HookProtocol.MostBytes)
            {
                return;
            }

            var body = new byte[length];
            await stream.ReadExactlyAsync(body, _stop.Token).ConfigureAwait(false);
            var response = JsonSerializer.Deserialize(body, HookProtocolJson.Default.HookRequest) is { } request
                ? await RunAsync(request).ConfigureAwait(false)
                : HookCommandTable.Error(1, "bad request: it is empty");
            var answer = JsonSerializer.SerializeToUtf8Bytes(response, HookProtocolJson.Default.HookResponse);
            var message = new byte[4 + answer.Length];
            BinaryPrimitives.WriteInt32LittleEndian(message, answer.Length);
            answer.CopyTo(message.AsSpan(4));
            await stream.WriteAsync(message, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or JsonException or ObjectDisposedException)
        {
            LogBroken(e);
        }
        finally
        {
            client.Dispose();
        }
    }

    private async Task<HookResponse> RunAsync(HookRequest request)
    {
        var served = _served;
        if (served is null || !string.Equals(served.Id, request.Context, StringComparison.Ordinal))
        {
            return HookCommandTable.Error(1, $"bad request: unknown context \"{request.Context}\"; the hook that this command belongs to is over");
        }

        try
        {
            return await served.AnswerAsync(request, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogCommandBroken(e, request.Command, served.Unit);
            return HookCommandTable.Error(1, $"{request.Command}: {e.Message}");
        }
    }

    [LoggerMessage(EventId = 200, Level = LogLevel.Debug, Message = "A hook command's connection broke")]
    private partial void LogBroken(Exception exception);

    [LoggerMessage(EventId = 201, Level = LogLevel.Error, Message = "Hook command {Command} of unit {Unit} could not be carried out")]
    private partial void LogCommandBroken(Exception exception, string command, string unit);

    [LoggerMessage(EventId = 202, Level = LogLevel.Error, Message = "A hook command could not connect")]
    private partial void LogAcceptFailed(Exception exception);
}
