using System.Net.Sockets;
using System.Text;

namespace Howdah.Ops.Tests.Pebble;

/// <summary>
/// Listens on a unix socket and answers every request with the same bytes, in pieces: for faults that no real daemon produces.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scripted-").FullName;
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<Socket, CancellationToken, Task> answer;
    private readonly Task serving;

    public ScriptedServer(Func<Socket, CancellationToken, Task> answer)
    {
        this.answer = answer;
        listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        listener.Listen();
        serving = ServeAsync();
    }

    public string SocketPath => Path.Combine(folder, "socket");

    /// <summary>Answers with that text, in pieces of so many bytes, and closes.</summary>
    public static ScriptedServer Answering(string response, int pieces = int.MaxValue) => new(async (socket, token) =>
    {
        var bytes = Encoding.UTF8.GetBytes(response);
        for (var at = 0; at < bytes.Length; at += pieces)
        {
            await socket.SendAsync(bytes.AsMemory(at, Math.Min(pieces, bytes.Length - at)), token);
        }

        socket.Shutdown(SocketShutdown.Send);
    });

    /// <summary>A JSON answer.</summary>
    public static string Json(int code, string reason, string body) =>
        $"HTTP/1.1 {code} {reason}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await serving;
        stop.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await listener.AcceptAsync(stop.Token);
                await ReadRequestAsync(socket);
                await answer(socket, stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over, or the client had enough.
        }
    }

    private async Task ReadRequestAsync(Socket socket)
    {
        var buffer = new byte[4096];
        var text = "";
        while (!text.Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await socket.ReceiveAsync(buffer, stop.Token);
            if (count == 0)
            {
                return;
            }

            text += Encoding.UTF8.GetString(buffer, 0, count);
        }
    }
}
