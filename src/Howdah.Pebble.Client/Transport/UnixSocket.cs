using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Howdah.Pebble.Client;

/// <summary>Connects to unix sockets, also to those whose path is longer than the kernel's 107 bytes.</summary>
public static partial class UnixSocket
{
    private const int LongestPath = 107;
    private const int OpenPathOnly = 0x200000;
    private const int OpenDirectory = 0x10000;
    private const int CloseOnExec = 0x80000;
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PeerCredentials = 17; // SO_PEERCRED

    /// <summary>Connects to the socket at <paramref name="path"/>.</summary>
    /// <exception cref="SocketException">Nobody listens there, or there is no such socket.</exception>
    public static ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken) =>
        ConnectAsync(path, null, cancellationToken);

    /// <summary>Connects to the socket at <paramref name="path"/> when the process <paramref name="listener"/> listens there.</summary>
    /// <exception cref="SocketException">Nobody listens there, another process does, or there is no such socket.</exception>
    public static async ValueTask<Stream> ConnectAsync(string path, int? listener, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (Encoding.UTF8.GetByteCount(path) <= LongestPath)
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            }
            else
            {
                await ConnectThroughDirectoryAsync(socket, path, cancellationToken);
            }

            if (listener is { } expected && PeerOf(socket) is var peer && peer != expected)
            {
                throw new SocketException((int)SocketError.ConnectionRefused, $"process {peer} listens at \"{path}\", not process {expected}");
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The kernel's word for who called listen().
    private static int PeerOf(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[3 * sizeof(int)];
        socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        return MemoryMarshal.Read<int>(credentials);
    }

    private static async Task ConnectThroughDirectoryAsync(Socket socket, string path, CancellationToken cancellationToken)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var descriptor = Open(directory, OpenPathOnly | OpenDirectory | CloseOnExec);
        if (descriptor < 0)
        {
            throw new SocketException((int)SocketError.AddressNotAvailable, $"cannot open the folder of the socket \"{path}\"");
        }

        try
        {
            var shortPath = $"/proc/self/fd/{descriptor}/{Path.GetFileName(path)}";
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(shortPath), cancellationToken);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
