namespace Howdah.Server;

/// <summary>What the server says in the engine's log.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Information, "engine {Version} serves {DataDirectory} (pid {Pid})")]
    public static partial void Serving(this ILogger log, string version, string dataDirectory, int pid);

    [LoggerMessage(2, LogLevel.Information, "engine ends; the units go on")]
    public static partial void Ending(this ILogger log);

    [LoggerMessage(3, LogLevel.Information, "controller is removed with all it made, as asked for")]
    public static partial void Destroying(this ILogger log);

    [LoggerMessage(4, LogLevel.Error, "request {Method} {Path} failed")]
    public static partial void RequestFailed(this ILogger log, Exception error, string method, string? path);

    [LoggerMessage(5, LogLevel.Warning, "\"{Path}\" cannot be removed: {Reason}")]
    public static partial void CannotRemove(this ILogger log, string path, string reason);
}
