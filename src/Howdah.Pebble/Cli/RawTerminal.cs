using Howdah.Pebble.Native;

namespace Howdah.Pebble.Cli;

/// <summary>Our own terminal in raw mode, until disposed: every key goes to the remote side.</summary>
internal sealed unsafe class RawTerminal : IDisposable
{
    private const int SettingsSize = 128;
    private readonly byte[] _saved = new byte[SettingsSize];
    private readonly int _fd;

    private RawTerminal(int fd) => _fd = fd;

    /// <summary>Null when the descriptor is no terminal.</summary>
    public static RawTerminal? Enter(int fd)
    {
        var terminal = new RawTerminal(fd);
        fixed (byte* saved = terminal._saved)
        {
            return Libc.Raw(fd, saved) == 0 ? terminal : null;
        }
    }

    public void Dispose()
    {
        fixed (byte* saved = _saved) _ = Libc.Cooked(_fd, saved);
    }
}
