namespace Howdah.Pebble.Native;

/// <summary>A system call that failed, worded as the reference words it: <c>open /x: permission denied</c>.</summary>
internal sealed class SystemCallException(string operation, string path, int errno)
    : IOException($"{operation} {path}: {Native.Errno.Text(errno)}")
{
    /// <summary>The positive error number.</summary>
    public int Errno { get; } = Math.Abs(errno);

    /// <summary>Passes a result through, or throws when it is an error.</summary>
    public static int Check(int result, string operation, string path) =>
        result >= 0 ? result : throw new SystemCallException(operation, path, result);
}
