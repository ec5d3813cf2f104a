using System.Globalization;
using System.Runtime.InteropServices;

namespace Howdah.Engine.Hooks;

/// <summary>
/// A folder held open so that sockets in it can be named by <c>/proc/self/fd/N/…</c>: the kernel takes no socket path longer than
/// 107 bytes, and data directories may be deeper than that.
/// </summary>
internal sealed partial class SocketFolder : IDisposable
{
    private const int Most = 107;
    private const int DirectoryPath = 0x210000; // O_PATH | O_DIRECTORY
    private const int CloseOnExec = 0x80000;

    private readonly string _path;
    private readonly int _descriptor;

    private SocketFolder(string path, int descriptor) => (_path, _descriptor) = (path, descriptor);

    public static SocketFolder Open(string path)
    {
        var descriptor = OpenDescriptor(path, DirectoryPath | CloseOnExec);
        return descriptor >= 0 ? new SocketFolder(path, descriptor) : throw new IOException($"can't open the directory \"{path}\"");
    }

    public string PathOf(string name) =>
        System.Text.Encoding.UTF8.GetByteCount(_path) + 1 + name.Length <= Most
            ? Path.Combine(_path, name)
            : string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{_descriptor}/{name}");

    public void Dispose() => _ = CloseDescriptor(_descriptor);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDescriptor(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int descriptor);
}
