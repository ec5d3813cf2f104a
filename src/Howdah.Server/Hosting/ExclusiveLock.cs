using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Howdah.Server.Hosting;

/// <summary>
/// A lock on an open file that the kernel releases however its holder ends (<c>F_OFD_SETLK</c>). Not <see cref="FileShare.None"/>: that
/// would keep .NET programs from reading the file, which says who holds the lock.
/// </summary>
internal static partial class ExclusiveLock
{
    private const int SetLock = 37;
    private const short WriteLock = 1;

    /// <summary>Takes the lock; false when somebody else has it.</summary>
    public static bool TryTake(SafeFileHandle file)
    {
        var request = new Request { Type = WriteLock };
        return Control(file, SetLock, ref request) == 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(SafeFileHandle file, int command, ref Request request);

    // struct flock of 64-bit Linux: the whole file, from its beginning.
    [StructLayout(LayoutKind.Sequential)]
    private struct Request
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Pid;
    }
}
