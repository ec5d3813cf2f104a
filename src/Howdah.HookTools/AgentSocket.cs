using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Howdah.HookTools;

/// <summary>
/// A connection to the unit agent's socket. The runtime's own sockets begin with a thread that a program of a few milliseconds has no
/// use for, so the two system calls are made here.
/// </summary>
internal static partial class AgentSocket
{
    private const int Unix = 1;
    private const int StreamCloseOnExec = 0x80001;

    // struct sockaddr_un: the family, then the path with its terminating zero; see unix(7).
    private const int MostPathBytes = 107;

    /// <summary>Connects.</summary>
    /// <exception cref="IOException">Nobody listens there, or the path is too long.</exception>
    internal static FileStream Connect(string path)
    {
        var name = Encoding.UTF8.GetBytes(path);
        if (name.Length > MostPathBytes)
        {
            throw new IOException($"the path of the unit agent's socket is longer than {MostPathBytes} bytes: \"{path}\"");
        }

        var address = new byte[sizeof(short) + name.Length + 1];
        BinaryPrimitives.WriteInt16LittleEndian(address, Unix);
        name.CopyTo(address.AsSpan(sizeof(short)));
        var socket = new SafeFileHandle(Socket(Unix, StreamCloseOnExec, 0), ownsHandle: true);
        if (socket.IsInvalid || Connect(socket, address, address.Length) != 0)
        {
            var reason = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
            socket.Dispose();
            throw new IOException($"the unit agent can't be reached at \"{path}\": {reason}");
        }

        return new FileStream(socket, FileAccess.ReadWrite, bufferSize: 0);
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int Connect(SafeFileHandle socket, byte[] address, int length);
}
