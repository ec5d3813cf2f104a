using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Howdah.Pebble.Native;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Daemon;

/// <summary>Opens the sockets that the API is served on.</summary>
internal static class ListenSocket
{
    private const int Backlog = 512, LongestPath = 100;

    /// <summary>Listens on a Unix socket that every local user may connect to.</summary>
    /// <exception cref="StartException">Another daemon answers there, or the path cannot be bound.</exception>
    public static Socket Unix(string path)
    {
        try
        {
            var end = EndPoint(path);
            if (IsAnswered(end)) throw new StartException($"when trying to listen on {path}: socket {GoQuote.Quote(path)} already in use");
            _ = Libc.Unlink(path);
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            var umask = Libc.Umask(0x49);
            try
            {
                socket.Bind(end);
            }
            finally
            {
                _ = Libc.Umask(umask);
            }
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException failure)
        {
            throw new StartException($"when trying to listen on {path}: {Errno.Text(failure.NativeErrorCode)}");
        }
    }

    /// <summary>Listens on an address such as <c>:4000</c> (all addresses, both families) or <c>localhost:4000</c>.</summary>
    /// <exception cref="StartException">The address is malformed or taken.</exception>
    public static Socket Tcp(string address)
    {
        try
        {
            var colon = address.LastIndexOf(':');
            if (colon < 0 || !ushort.TryParse(address.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var port)) throw new StartException($"cannot listen on {GoQuote.Quote(address)}: address {address}: missing port in address");
            var host = address[..colon].Trim('[', ']');
            var ip = host.Length == 0 ? (Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any)
                : IPAddress.TryParse(host, out var literal) ? literal : Dns.GetHostAddresses(host).OrderBy(a => a.AddressFamily).First();
            var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (ip.Equals(IPAddress.IPv6Any)) socket.DualMode = true;
            socket.Bind(new IPEndPoint(ip, port));
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException failure)
        {
            throw new StartException($"cannot listen on {GoQuote.Quote(address)}: listen tcp {address}: bind: {Errno.Text(failure.NativeErrorCode)}");
        }
    }

    /// <summary>An address for a path of any length: a long one goes through its folder's descriptor, which stays open.</summary>
    private static UnixDomainSocketEndPoint EndPoint(string path)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(path) <= LongestPath) return new UnixDomainSocketEndPoint(path);
        var folder = Path.GetDirectoryName(path)!;
        var fd = Libc.Open(folder, Libc.PathOnly | Libc.Directory, 0);
        if (fd < 0) throw new StartException($"when trying to listen on {path}: {Errno.Text(fd)}");
        return new UnixDomainSocketEndPoint($"/proc/self/fd/{fd}/{Path.GetFileName(path)}");
    }

    private static bool IsAnswered(UnixDomainSocketEndPoint end)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(end);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
