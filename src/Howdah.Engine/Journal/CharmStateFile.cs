using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Howdah.Engine.Journal;

/// <summary>
/// The file in which a charm remembers things between dispatches. It lies in a folder that the charm may write, so no link in it is
/// followed: a charm must not have the engine read what it can't read itself.
/// </summary>
internal static partial class CharmStateFile
{
    /// <summary>Its path in the agent's folder.</summary>
    public const string Path = "charm/.howdah-state.json";

    private const int Most = 256 << 10;
    private const int DirectoryPath = 0x210000; // O_PATH | O_DIRECTORY
    private const ulong ReadOnly = 0x80800; // O_RDONLY | O_CLOEXEC | O_NONBLOCK
    private const ulong NoLinks = 0x0C; // RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS
    private const long OpenAt2 = 437;

    /// <summary>Its text; null when there is none, or none that can be searched for secrets.</summary>
    public static string? Read(string agentDirectory)
    {
        using var folder = new SafeFileHandle(Open(agentDirectory, DirectoryPath), ownsHandle: true);
        if (folder.IsInvalid)
        {
            return null;
        }

        var how = new OpenHow { Flags = ReadOnly, Resolve = NoLinks };
        using var file = new SafeFileHandle(
            (nint)SystemCall(OpenAt2, folder.DangerousGetHandle(), Path, ref how, (nuint)Marshal.SizeOf<OpenHow>()), ownsHandle: true);
        try
        {
            // What is no regular file has no length.
            if (file.IsInvalid || RandomAccess.GetLength(file) is 0 or > Most)
            {
                return null;
            }

            var content = new byte[Most];
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content, 0, RandomAccess.Read(file, content, 0));
        }
        catch (Exception e) when (e is DecoderFallbackException or IOException or NotSupportedException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "syscall", StringMarshalling = StringMarshalling.Utf8)]
    private static partial long SystemCall(long number, nint folder, string path, ref OpenHow how, nuint size);

    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
