namespace Howdah.Engine.Substrates;

/// <summary>A command to be run in a container.</summary>
/// <param name="Command">Program and arguments.</param>
public sealed record ExecSpec(IReadOnlyList<string> Command)
{
    /// <summary>Variables in addition to the container's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Working directory; null for the container's default.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Size of the terminal to run it on; null for pipes.</summary>
    public TerminalSize? Terminal { get; init; }
}

/// <summary>Size of a terminal in characters.</summary>
public sealed record TerminalSize(int Columns, int Rows);

/// <summary>A process that runs in a container. Disposing it before it ended kills it.</summary>
public interface IContainerProcess : IAsyncDisposable
{
    /// <summary>What is written here is read by the process; closing it is end of file.</summary>
    Stream StandardInput { get; }

    /// <summary>What the process prints; with a terminal its errors too.</summary>
    Stream StandardOutput { get; }

    /// <summary>What the process prints to standard error; empty with a terminal.</summary>
    Stream StandardError { get; }

    /// <summary>The exit code once it ended; 128 + n when signal n ended it.</summary>
    Task<int> ExitCode { get; }

    /// <summary>Sends a signal by name (<c>SIGTERM</c>).</summary>
    Task SignalAsync(string signal, CancellationToken cancellationToken);

    /// <summary>Tells the process that its terminal has another size.</summary>
    Task ResizeAsync(TerminalSize size, CancellationToken cancellationToken);
}
