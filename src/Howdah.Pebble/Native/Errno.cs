namespace Howdah.Pebble.Native;

/// <summary>Error numbers of Linux and the texts that the reference shows for them.</summary>
internal static class Errno
{
    public const int NotPermitted = 1, NoEntry = 2, NoProcess = 3, Interrupted = 4, InputOutput = 5, NoChild = 10, Again = 11, Access = 13, Exists = 17,
        NotDirectory = 20, IsDirectory = 21, Invalid = 22, NotEmpty = 39;

    private static readonly Dictionary<int, string> _texts = new()
    {
        [1] = "operation not permitted", [2] = "no such file or directory", [3] = "no such process", [4] = "interrupted system call",
        [5] = "input/output error", [6] = "no such device or address", [7] = "argument list too long", [8] = "exec format error",
        [9] = "bad file descriptor", [10] = "no child processes", [11] = "resource temporarily unavailable", [12] = "cannot allocate memory",
        [13] = "permission denied", [14] = "bad address", [16] = "device or resource busy", [17] = "file exists", [18] = "invalid cross-device link",
        [19] = "no such device", [20] = "not a directory", [21] = "is a directory", [22] = "invalid argument", [23] = "too many open files in system",
        [24] = "too many open files", [25] = "inappropriate ioctl for device", [26] = "text file busy", [27] = "file too large",
        [28] = "no space left on device", [29] = "illegal seek", [30] = "read-only file system", [31] = "too many links", [32] = "broken pipe",
        [36] = "file name too long", [39] = "directory not empty", [40] = "too many levels of symbolic links", [75] = "value too large for defined data type",
        [98] = "address already in use", [99] = "cannot assign requested address", [101] = "network is unreachable", [104] = "connection reset by peer",
        [110] = "connection timed out", [111] = "connection refused", [113] = "no route to host", [122] = "disk quota exceeded",
    };

    /// <summary>The text of an error number, positive or negative.</summary>
    public static string Text(int errno) => _texts.TryGetValue(Math.Abs(errno), out var text) ? text : $"errno {Math.Abs(errno)}";
}
