using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Howdah.Pebble.Processes;

namespace Howdah.Pebble.Exec;

/// <summary>Moves data between descriptors and websockets.</summary>
internal static class Frames
{
    private const int BufferSize = 32 * 1024;
    private static readonly byte[] _end = "{\"command\":\"end\"}"u8.ToArray();

    /// <summary>Sends what can be read, as soon as it can be, until the end. A client that is gone does not stop the command.</summary>
    public static async Task PumpAsync(Descriptor from, WebSocket to)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var gone = false;
            while (await from.ReadAsync(buffer, CancellationToken.None).ConfigureAwait(false) is var count and > 0)
            {
                gone = gone || !await SendAsync(to, buffer.AsMemory(0, count), WebSocketMessageType.Binary).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Tells the client that a stream has ended.</summary>
    public static Task SendEndAsync(WebSocket to) => SendAsync(to, _end, WebSocketMessageType.Text);

    /// <summary>The frames that come in (a text frame whole), until the other side closes or is gone.</summary>
    public static async IAsyncEnumerable<(WebSocketMessageType Type, ReadOnlyMemory<byte> Data)> ReadAsync(
        WebSocket socket, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var filled = 0;
            while (true)
            {
                ValueWebSocketReceiveResult result;
                try
                {
                    result = await socket.ReceiveAsync(buffer.AsMemory(filled), cancellation).ConfigureAwait(false);
                }
                catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException)
                {
                    yield break;
                }
                if (result.MessageType == WebSocketMessageType.Close) yield break;
                filled += result.Count;
                if (result.MessageType == WebSocketMessageType.Text && !result.EndOfMessage && filled < buffer.Length) continue;
                yield return (result.MessageType, buffer.AsMemory(0, filled));
                filled = 0;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<bool> SendAsync(WebSocket to, ReadOnlyMemory<byte> data, WebSocketMessageType type)
    {
        try
        {
            await to.SendAsync(data, type, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            return false;
        }
    }
}
