using System.Runtime.InteropServices;

namespace Howdah.Cli.Terminals;

/// <summary>Puts the user's terminal into raw mode, so that every key reaches the remote program; disposing it puts it back.</summary>
internal sealed unsafe partial class RawTerminal : IDisposable
{
    private const int Input = 0;
    private const int SetNow = 0;

    // struct termios is 60 bytes on Linux with glibc; its fields are of no interest here.
    private const int SettingsSize = 128;
    private readonly byte[] _before = new byte[SettingsSize];

    private RawTerminal()
    {
    }

    /// <summary>Enters raw mode; null when standard input is no terminal.</summary>
    public static RawTerminal? Enter()
    {
        var terminal = new RawTerminal();
        var raw = new byte[SettingsSize];
        fixed (byte* before = terminal._before, settings = raw)
        {
            if (GetAttributes(Input, before) != 0)
            {
                return null;
            }

            terminal._before.CopyTo(raw, 0);
            MakeRaw(settings);
            return SetAttributes(Input, SetNow, settings) == 0 ? terminal : null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        fixed (byte* before = _before)
        {
            _ = SetAttributes(Input, SetNow, before);
        }
    }

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int GetAttributes(int descriptor, byte* settings);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int SetAttributes(int descriptor, int when, byte* settings);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw(byte* settings);
}
