using System.Net.Sockets;
using Howdah.Pebble.Native;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Forwarding;

/// <summary>Sends messages to a syslog server: over one lasting TCP connection, or as UDP datagrams.</summary>
internal sealed class SyslogDestination(string location) : ILogDestination
{
    private Socket? _socket;

    public async Task<Delivery> SendAsync(IReadOnlyList<LogStream> streams, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(location, UriKind.Absolute, out var url) || url.Scheme is not ("tcp" or "udp") || url.Port <= 0)
        {
            return new Delivery.Failed(
                $"Internal error: invalid syslog server location {GoQuote.Quote(location)}, "
                + "must be in form \"tcp://host:port\" or \"udp://host:port\"");
        }
        try
        {
            await SendAsync(url, streams, cancellation).ConfigureAwait(false);
            return Delivery.Taken.Instance;
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            // Nobody knows how much of the last message went out: the next one begins on a new connection.
            Dispose();
            if (failure is not SocketException socket) throw;
            return new Delivery.Failed($"send to {location}: {Errno.Text(socket.NativeErrorCode)}");
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async Task SendAsync(Uri url, IReadOnlyList<LogStream> streams, CancellationToken cancellation)
    {
        var datagrams = url.Scheme is "udp";
        if (_socket is { } old && !datagrams && HasEnded(old)) Dispose();
        var socket = _socket ??= datagrams
            ? new Socket(SocketType.Dgram, ProtocolType.Udp) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        if (!socket.Connected) await socket.ConnectAsync(url.IdnHost, url.Port, cancellation).ConfigureAwait(false);
        if (datagrams)
        {
            foreach (var message in Messages(streams))
            {
                await socket.SendAsync(SyslogFormat.Cut(message), cancellation).ConfigureAwait(false);
            }
            return;
        }
        ReadOnlyMemory<byte> rest = Messages(streams).SelectMany(SyslogFormat.Frame).ToArray();
        while (rest.Length > 0) rest = rest[await socket.SendAsync(rest, cancellation).ConfigureAwait(false)..];
    }

    // A server never answers: readable means that it has closed, and what is written would be lost without an error.
    private static bool HasEnded(Socket socket) => socket.Poll(0, SelectMode.SelectRead);

    private static IEnumerable<byte[]> Messages(IReadOnlyList<LogStream> streams) =>
        streams.SelectMany(stream => stream.Entries.Select(entry => SyslogFormat.Write(stream, entry)));
}
