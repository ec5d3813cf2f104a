using System.Globalization;
using System.Text;

namespace Howdah.Server.Hosting;

/// <summary>
/// The engine's own log: a file that is renamed to <c>engine.log.1</c> when it has become long, so that the two never take more than twice
/// the limit. A disk that is full costs lines, nothing else.
/// </summary>
internal sealed class EngineLog : ILoggerProvider
{
    /// <summary>Most bytes of the file.</summary>
    public const int Limit = 4 << 20;

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly bool _alsoOnStandardError;
    private readonly TimeProvider _time;
    private FileStream? _file;

    /// <summary>Opens the log.</summary>
    /// <param name="path">The file.</param>
    /// <param name="alsoOnStandardError">Whether a person or a supervisor reads along.</param>
    /// <param name="time">The clock.</param>
    public EngineLog(string path, bool alsoOnStandardError, TimeProvider time)
    {
        (_path, _alsoOnStandardError, _time) = (path, alsoOnStandardError, time);
        _file = Open();
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private void Write(string category, LogLevel level, string message, Exception? exception)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{_time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {Name(level)} {category}: {message}{(exception is null ? "" : "\n" + exception)}\n");
        if (_alsoOnStandardError)
        {
            Console.Error.Write(line);
        }

        lock (_gate)
        {
            try
            {
                _file ??= Open();
                _file?.Write(Encoding.UTF8.GetBytes(line));
                if (_file?.Length > Limit)
                {
                    _file.Dispose();
                    _file = null;
                    File.Move(_path, _path + ".1", overwrite: true);
                }
            }
            catch (IOException)
            {
                // The disk is full. The engine goes on; the next line may find room.
            }
        }
    }

    private FileStream? Open()
    {
        try
        {
            return new FileStream(_path, new FileStreamOptions
            {
                Mode = FileMode.Append,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARNING",
        LogLevel.Error => "ERROR",
        _ => "CRITICAL",
    };

    private sealed class Category(EngineLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write(name, logLevel, formatter(state, exception), exception);
    }
}
