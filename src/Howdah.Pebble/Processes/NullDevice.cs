using Howdah.Pebble.Native;

namespace Howdah.Pebble.Processes;

/// <summary>/dev/null, opened once.</summary>
internal static class NullDevice
{
    private static readonly Lazy<int> _fd = new(Open);

    public static int Fd => _fd.Value;

    // A daemon that was started without stdin, stdout or stderr would get those numbers for its pipes, and a child's
    // descriptors would overwrite each other: fill them first.
    private static int Open()
    {
        while (true)
        {
            var fd = SystemCallException.Check(Libc.Open("/dev/null", Libc.ReadWrite, 0), "open", "/dev/null");
            if (fd > 2) return fd;
        }
    }
}
