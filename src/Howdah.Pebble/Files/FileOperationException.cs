using Howdah.Pebble.Native;

namespace Howdah.Pebble.Files;

/// <summary>A file operation that failed, with the kind that clients branch on.</summary>
internal sealed class FileOperationException(string message, string kind = FileOperationException.Generic) : Exception(message)
{
    public const string Generic = "generic-file-error", NotFound = "not-found", PermissionDenied = "permission-denied";

    public string Kind { get; } = kind;

    public static FileOperationException From(SystemCallException failure) => new(failure.Message, KindOf(failure.Errno));

    public static string KindOf(int errno) => Math.Abs(errno) switch
    {
        Errno.NoEntry => NotFound,
        Errno.Access or Errno.NotPermitted => PermissionDenied,
        _ => Generic,
    };
}
