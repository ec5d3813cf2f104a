namespace Howdah.Pebble.Client;

/// <summary>Something that Pebble could not do, or that could not be asked of it.</summary>
public abstract class PebbleException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>Pebble could not be reached: no socket, nobody behind it, or the connection broke.</summary>
public sealed class PebbleConnectionException(string message, Exception? innerException = null)
    : PebbleException(message, innerException);

/// <summary>Something did not happen in the time that it was given.</summary>
public sealed class PebbleTimeoutException(string message) : PebbleException(message);

/// <summary>Pebble answered with something that is not its protocol.</summary>
public sealed class PebbleProtocolException(string message, Exception? innerException = null)
    : PebbleException(message, innerException);

/// <summary>Pebble refused the request.</summary>
/// <param name="code">HTTP status code.</param>
/// <param name="status">Reason phrase.</param>
/// <param name="message">Pebble's own words.</param>
/// <param name="kind">What kind of error, such as <c>not-found</c>; null when there is none.</param>
public sealed class PebbleApiException(int code, string status, string message, string? kind) : PebbleException(message)
{
    /// <summary>HTTP status code.</summary>
    public int Code { get; } = code;

    /// <summary>Reason phrase of the status code.</summary>
    public string Status { get; } = status;

    /// <summary>What kind of error, such as <c>no-default-services</c>; null when there is none.</summary>
    public string? Kind { get; } = kind;
}

/// <summary>A change ended in an error. The message has the log of its tasks.</summary>
public sealed class PebbleChangeException(string error, Change change) : PebbleException(Describe(error, change))
{
    /// <summary>What went wrong, without the logs.</summary>
    public string Error { get; } = error;

    /// <summary>The change as it ended.</summary>
    public Change Change { get; } = change;

    private static string Describe(string error, Change change)
    {
        var lines = new List<string> { error };
        foreach (var task in change.Tasks.Where(t => t.Log.Count > 0))
        {
            lines.Add($"----- Logs from task \"{task.Summary}\" -----");
            lines.AddRange(task.Log);
        }

        return string.Join('\n', lines);
    }
}

/// <summary>A file or folder could not be read, written, made or removed.</summary>
public sealed class PebblePathException(string kind, string message, string path) : PebbleException(message)
{
    /// <summary>No such file or folder.</summary>
    public const string NotFound = "not-found";

    /// <summary>The daemon may not do that.</summary>
    public const string PermissionDenied = "permission-denied";

    /// <summary>Anything else.</summary>
    public const string GenericFileError = "generic-file-error";

    /// <summary>One of the constants of this class.</summary>
    public string Kind { get; } = kind;

    /// <summary>The path that was asked for.</summary>
    public string Path { get; } = path;
}

/// <summary>A command ended with an exit code other than 0.</summary>
public sealed class PebbleExecException(string program, int exitCode, string stdout, string stderr)
    : PebbleException($"\"{program}\" ended with exit code {exitCode}{Tail(stderr)}")
{
    private const int LongestTail = 1024;

    /// <summary>The program, without its arguments (they may hold secrets).</summary>
    public string Program { get; } = program;

    /// <summary>The exit code; 128 + n when signal n ended it.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>What it printed.</summary>
    public string Stdout { get; } = stdout;

    /// <summary>What it printed to standard error.</summary>
    public string Stderr { get; } = stderr;

    private static string Tail(string stderr)
    {
        var text = stderr.Trim();
        return text.Length == 0 ? "" : ": " + (text.Length > LongestTail ? "…" + text[^LongestTail..] : text);
    }
}
