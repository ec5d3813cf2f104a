using System.Net.Sockets;
using System.Text;

namespace Howdah.Pebble.Tests.Fuzz;

/// <summary>Sends bytes to a daemon in ways that the seed decides: at once or in pieces, waiting for the answer or not.</summary>
internal sealed class HostileClient(Random random, string socket)
{
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(500);

    public async Task<Socket> ConnectAsync()
    {
        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket));
        return connection;
    }

    /// <summary>Sends a request and answers the beginning of the response; empty when there is none (yet).</summary>
    public async Task<string> SendAsync(byte[] request)
    {
        using var connection = await ConnectAsync();
        try
        {
            await SendAsync(connection, request);
            if (random.Next(10) == 0) return "";
            if (random.Next(10) == 0) connection.Shutdown(SocketShutdown.Send);
            return await ReceiveAsync(connection);
        }
        catch (SocketException)
        {
            return "";
        }
    }

    /// <summary>Begins an exec, takes its websockets and sends noise, or nothing, and goes without a word.</summary>
    public async Task AbuseWebsocketAsync()
    {
        const string Body = """{"command":["cat"],"timeout":"3s"}""";
        var request = $"POST /v1/exec HTTP/1.1\r\nHost: x\r\nContent-Length: {Body.Length}\r\n\r\n{Body}";
        var begun = await SendAsync(Encoding.ASCII.GetBytes(request));
        var at = begun.IndexOf("\"task-id\":\"", StringComparison.Ordinal);
        if (at < 0) return;
        var task = begun[(at + 11)..].Split('"')[0];
        using var control = await ConnectAsync();
        using var stdio = await ConnectAsync();
        try
        {
            foreach (var (connection, name) in ((Socket, string)[])[(control, "control"), (stdio, "stdio")])
            {
                await connection.SendAsync(Encoding.ASCII.GetBytes(
                    $"GET /v1/tasks/{task}/websocket/{name} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
                await ReceiveAsync(connection);
                await SendAsync(connection, Frames());
            }
            if (random.Next(2) == 0) await ReceiveAsync(stdio);
        }
        catch (SocketException)
        {
            // Cut off for what it sent.
        }
    }

    // Frames of any kind: reserved bits, unmasked, lengths that never come, fragments without a beginning, text without sense.
    private byte[] Frames()
    {
        List<byte> bytes = [];
        for (var n = random.Next(5); n > 0; n--)
        {
            var payload = random.Next(2) == 0
                ? """{"command":"signal","signal":{"name":7}}"""u8.ToArray() : new byte[random.Next(100)];
            var length = random.Next(4) == 0 ? 127 : payload.Length;
            bytes.Add((byte)(random.Next(3) == 0 ? random.Next(256) : 0x81 + random.Next(2)));
            bytes.Add((byte)(length | (random.Next(5) == 0 ? 0 : 0x80)));
            if (length == 127) bytes.AddRange([0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
            bytes.AddRange([0, 0, 0, 0, .. payload]);
        }
        return [.. bytes];
    }

    private async Task SendAsync(Socket connection, byte[] bytes)
    {
        var piece = random.Next(4) == 0 ? Math.Max(1, bytes.Length / 20) : bytes.Length;
        for (var sent = 0; sent < bytes.Length; sent += piece)
        {
            await connection.SendAsync(bytes.AsMemory(sent, Math.Min(piece, bytes.Length - sent)));
            if (piece < bytes.Length) await Task.Delay(2);
        }
    }

    private static async Task<string> ReceiveAsync(Socket connection)
    {
        using var limit = new CancellationTokenSource(_patience);
        var buffer = new byte[8192];
        try
        {
            return Encoding.Latin1.GetString(buffer, 0, await connection.ReceiveAsync(buffer, limit.Token));
        }
        catch (OperationCanceledException)
        {
            return "";
        }
    }
}
