using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Howdah.Substrate.Machine.Network;

/// <summary>A TCP socket that waits for connections.</summary>
/// <param name="EndPoint">Where.</param>
/// <param name="Inode">Number of the socket, by which its process is found.</param>
internal sealed record TcpListenerInfo(IPEndPoint EndPoint, string Inode);

/// <summary>The kernel's table of TCP sockets.</summary>
internal static class TcpListeners
{
    private const string Listening = "0A";
    private const int LocalAddress = 1;
    private const int State = 3;
    private const int Inode = 9;

    /// <summary>All IPv4 sockets of this machine that wait for connections.</summary>
    public static IReadOnlyList<TcpListenerInfo> Read() => Parse(File.ReadLines("/proc/net/tcp"));

    /// <summary>The addresses on which somebody on this machine listens.</summary>
    public static IEnumerable<string> Addresses() => Read().Select(listener => listener.EndPoint.Address.ToString());

    /// <summary>Those in the lines of <c>/proc/net/tcp</c>.</summary>
    public static IReadOnlyList<TcpListenerInfo> Parse(IEnumerable<string> lines) =>
    [
        .. from line in lines.Skip(1)
           let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
           where fields.Length > Inode && string.Equals(fields[State], Listening, StringComparison.Ordinal)
           select new TcpListenerInfo(ParseEndPoint(fields[LocalAddress]), fields[Inode]),
    ];

    private static IPEndPoint ParseEndPoint(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        // The address is printed as a number of the machine's byte order.
        var address = uint.Parse(text.AsSpan(0, colon), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var bytes = new byte[sizeof(uint)];
        if (BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, address);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
        }

        var port = ushort.Parse(text.AsSpan(colon + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new IPEndPoint(new IPAddress(bytes), port);
    }
}
