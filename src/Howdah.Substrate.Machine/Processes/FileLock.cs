using System.Runtime.InteropServices;

namespace Howdah.Substrate.Machine.Processes;

/// <summary>
/// A lock on a file that a started process inherits. The kernel holds it as long as any process has it, so a lock that can be
/// had proves that everybody who was started with it is dead.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private const int ReadWriteCreate = 0x42;
    private const uint OwnerOnly = 0x180;
    private int descriptor;

    private FileLock(int descriptor) => this.descriptor = descriptor;

    /// <summary>Descriptor to be given to the process.</summary>
    public int Descriptor => descriptor;

    /// <summary>The lock; null when a process holds it.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static FileLock? TryTake(string path)
    {
        // Not through .NET's handles: they unlock a file when they are closed, for those too who inherited it.
        var opened = Native.Open(path, ReadWriteCreate | Native.CloseOnExec, OwnerOnly);
        if (opened < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new IOException($"{path} cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}", error);
        }

        if (Native.Flock(opened, Native.LockExclusive | Native.LockNonBlocking) == 0)
        {
            return new FileLock(opened);
        }

        _ = Native.Close(opened);
        return null;
    }

    /// <summary>Closes this process's hold; a process that was started with the lock keeps it.</summary>
    public void Dispose()
    {
        var closed = Interlocked.Exchange(ref descriptor, -1);
        if (closed >= 0)
        {
            _ = Native.Close(closed);
        }
    }
}
