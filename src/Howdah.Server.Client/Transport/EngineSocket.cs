using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Howdah.Server.Client.Errors;
using Microsoft.Win32.SafeHandles;

namespace Howdah.Server.Client.Transport;

/// <summary>
/// A unix socket by a path of any length: the kernel takes 107 bytes, a longer one is reached through
/// <c>/proc/self/fd/N/name</c>, N being its open folder.
/// </summary>
public static partial class EngineSocket
{
    private const int LongestPath = 107;
    private const int OpenPath = 0x200000;
    private const int OpenDirectory = 0x10000;
    private const int OpenCloseOnExec = 0x80000;

    /// <summary>Connects to the engine's socket.</summary>
    /// <exception cref="HowdahException">No engine answers there.</exception>
    public static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            using var folder = OpenFolderOf(path, out var reachable);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(reachable), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw NoEngine(path, error);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Opens the folder of a path that is too long for a socket.</summary>
    /// <param name="path">Absolute path of the socket.</param>
    /// <param name="reachable">A path by which the socket can be bound or connected while the handle is open.</param>
    /// <returns>The open folder; null when the path is short enough as it is.</returns>
    public static SafeFileHandle? OpenFolderOf(string path, out string reachable)
    {
        reachable = path;
        if (Encoding.UTF8.GetByteCount(path) <= LongestPath)
        {
            return null;
        }

        var handle = Open(Path.GetDirectoryName(path) ?? "/", OpenPath | OpenDirectory | OpenCloseOnExec);
        if (handle.IsInvalid)
        {
            var error = Marshal.GetLastPInvokeError();
            handle.Dispose();
            throw NoEngine(path, new IOException(Marshal.GetPInvokeErrorMessage(error)));
        }

        reachable = $"/proc/self/fd/{handle.DangerousGetHandle()}/{Path.GetFileName(path)}";
        return handle;
    }

    private static HowdahException NoEngine(string path, Exception cause) => cause is SocketException { SocketErrorCode: SocketError.AccessDenied }
        ? new(ErrorKinds.NoEngine, $"no permission to speak to the engine at {path}; it belongs to another user", cause)
        : new(ErrorKinds.NoEngine, $"no engine answers at {path}; start it with 'howdah bootstrap'", cause);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle Open(string path, int flags);
}
