using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Howdah.Server.Client.Json;

namespace Howdah.Server.Client.Exec;

/// <summary>Frames over a websocket, on either side. Any number may send at once; one reads.</summary>
/// <param name="socket">The open websocket; disposed with this.</param>
public sealed class ExecSocket(WebSocket socket) : IDisposable
{
    private const int LargestFrame = 64 * 1024;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly byte[] _received = new byte[LargestFrame + 1];

    /// <summary>Sends the request that opens the conversation.</summary>
    public Task SendRequestAsync(ExecRequest request, CancellationToken cancellationToken) =>
        SendAsync(JsonSerializer.SerializeToUtf8Bytes(request, ApiJson.Default.ExecRequest), WebSocketMessageType.Text, cancellationToken);

    /// <summary>Reads the request that opens the conversation.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public async Task<ExecRequest> ReceiveRequestAsync(CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(_received.AsMemory(), cancellationToken).ConfigureAwait(false);
            text.Write(_received, 0, part.Count);
        }
        while (!part.EndOfMessage);

        return JsonSerializer.Deserialize(text.GetBuffer().AsSpan(0, (int)text.Length), ApiJson.Default.ExecRequest)
            ?? throw new JsonException("the request to run a command is empty");
    }

    /// <summary>Sends bytes of a stream, in as many frames as they need; no bytes make one empty frame.</summary>
    public async Task SendAsync(ExecStream stream, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        do
        {
            var part = payload[..Math.Min(payload.Length, LargestFrame)];
            payload = payload[part.Length..];
            var frame = ArrayPool<byte>.Shared.Rent(part.Length + 1);
            try
            {
                frame[0] = (byte)stream;
                part.CopyTo(frame.AsMemory(1));
                await SendAsync(frame.AsMemory(0, part.Length + 1), WebSocketMessageType.Binary, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(frame);
            }
        }
        while (!payload.IsEmpty);
    }

    /// <summary>Sends a signal's name.</summary>
    public Task SendSignalAsync(string signal, CancellationToken cancellationToken) =>
        SendAsync(ExecStream.Signal, Encoding.ASCII.GetBytes(signal), cancellationToken);

    /// <summary>Sends the terminal's new size.</summary>
    public Task SendResizeAsync(ExecTerminal size, CancellationToken cancellationToken) =>
        SendAsync(ExecStream.Resize, JsonSerializer.SerializeToUtf8Bytes(size, ApiJson.Default.ExecTerminal), cancellationToken);

    /// <summary>Sends how the command ended and closes.</summary>
    public async Task SendEndAsync(ExecEnd end, CancellationToken cancellationToken)
    {
        await SendAsync(ExecStream.End, JsonSerializer.SerializeToUtf8Bytes(end, ApiJson.Default.ExecEnd), cancellationToken).ConfigureAwait(false);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The next frame; null when the other side closed.</summary>
    public async Task<ExecFrame?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(_received.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage && length > 0)
            {
                return new ExecFrame((ExecStream)_received[0], _received.AsMemory(1, length - 1));
            }

            if (length == _received.Length)
            {
                throw new InvalidDataException($"a frame of the exec websocket is longer than {LargestFrame} bytes");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        socket.Dispose();
        _sending.Dispose();
    }

    private async Task SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await socket.SendAsync(message, type, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }
}
