using System.Runtime.InteropServices;

namespace Howdah.Engine.Charms;

/// <summary>Tells pipes, sockets and devices from files: reading one may never end.</summary>
internal static partial class SpecialFile
{
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int WorkingDirectory = -100; // AT_FDCWD
    private const uint Kind = 1; // STATX_TYPE
    private const int ModeOffset = 28; // of stx_mode in struct statx, which is the same on every architecture
    private const int TypeMask = 0xF000; // S_IFMT

    /// <summary>What a path is when it is neither file, folder nor link; null when it is one of these, or can't be looked at.</summary>
    public static string? Describe(string path)
    {
        Span<byte> status = stackalloc byte[256];
        return Stat(WorkingDirectory, path, NoFollow, Kind, status) != 0 ? null
            : (BitConverter.ToUInt16(status[ModeOffset..]) & TypeMask) switch
            {
                0x1000 => "a named pipe",
                0x2000 or 0x6000 => "a device",
                0xC000 => "a socket",
                _ => null,
            };
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(int directory, string path, int flags, uint mask, Span<byte> status);
}
