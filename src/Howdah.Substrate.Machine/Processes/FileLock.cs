using Microsoft.Win32.SafeHandles;

namespace Howdah.Substrate.Machine.Processes;

/// <summary>
/// A lock on a file that a started process inherits. The kernel holds it as long as any process has it, so a lock that can be
/// had proves that everybody who was started with it is dead.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly SafeFileHandle file;

    private FileLock(SafeFileHandle file) => this.file = file;

    /// <summary>Descriptor to be given to the process.</summary>
    public int Descriptor => (int)file.DangerousGetHandle();

    /// <summary>The lock; null when a process holds it.</summary>
    public static FileLock? TryTake(string path)
    {
        // Sharing everything: .NET must not lock the file itself, as it would unlock it when closing.
        var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (Native.Flock((int)handle.DangerousGetHandle(), Native.LockExclusive | Native.LockNonBlocking) == 0)
        {
            return new FileLock(handle);
        }

        handle.Dispose();
        return null;
    }

    /// <summary>Closes this process's hold; a process that was started with the lock keeps it.</summary>
    public void Dispose() => file.Dispose();
}
