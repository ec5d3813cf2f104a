using System.Net.WebSockets;
using System.Text.Json;

namespace Howdah.Pebble.Client;

/// <summary>One of the websockets of a command: binary frames are data, text frames are commands (Pebble API, exec).</summary>
internal sealed class ExecSocket(ClientWebSocket socket) : IDisposable
{
    private const int LargestFrame = 128 * 1024;
    private static readonly byte[] End =
        JsonSerializer.SerializeToUtf8Bytes(new ExecCommand("end"), PebbleJson.Default.ExecCommand);
    private readonly SemaphoreSlim sending = new(1);
    private bool outputEnded;
    private bool inputEnded;

    /// <summary>Reads output; 0 once the other side said that it is at its end.</summary>
    /// <exception cref="IOException">The connection broke before that.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!outputEnded && buffer.Length > 0)
        {
            ValueWebSocketReceiveResult result;
            try
            {
                result = await socket.ReceiveAsync(buffer, cancellationToken);
            }
            catch (Exception e) when (e is WebSocketException or ObjectDisposedException)
            {
                throw new IOException("the connection to the command broke before its output ended", e);
            }

            switch (result.MessageType)
            {
                case WebSocketMessageType.Binary when result.Count > 0:
                    return result.Count;
                case WebSocketMessageType.Binary:
                    continue;
                default:
                    // The only text is {"command":"end"}; a small buffer may get it in pieces, all of which mean the same.
                    outputEnded = true;
                    break;
            }
        }

        return 0;
    }

    /// <summary>Sends input.</summary>
    /// <exception cref="IOException">The command does not take any more.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        while (data.Length > 0)
        {
            var count = Math.Min(data.Length, LargestFrame);
            await SendAsync(data[..count], WebSocketMessageType.Binary, cancellationToken);
            data = data[count..];
        }
    }

    /// <summary>Says that there is no more input.</summary>
    public async Task EndInputAsync()
    {
        if (!inputEnded)
        {
            inputEnded = true;
            await SendAsync(End, WebSocketMessageType.Text, CancellationToken.None);
        }
    }

    /// <summary>Sends a command on the control socket.</summary>
    public Task CommandAsync(ExecCommand command, CancellationToken cancellationToken) =>
        SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(command, PebbleJson.Default.ExecCommand), WebSocketMessageType.Text,
            cancellationToken)
            .AsTask();

    public void Dispose()
    {
        // Without a close frame: the daemon kills a command whose control connection drops like this, and expects no farewell
        // from the others.
        socket.Abort();
        socket.Dispose();
        sending.Dispose();
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> data, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        await sending.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(data, type, endOfMessage: true, cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException)
        {
            throw new IOException("the command does not take input any more", e);
        }
        finally
        {
            sending.Release();
        }
    }
}
