namespace Howdah.Cli.Invocation;

/// <summary>The command cannot be carried out; the message is printed after <c>ERROR</c>.</summary>
/// <param name="message">What was wrong, with what value, and what to do.</param>
/// <param name="exitCode">The program's exit code.</param>
internal sealed class CliException(string message, int exitCode = CliException.Failure) : Exception(message)
{
    /// <summary>Exit code of a command that failed.</summary>
    public const int Failure = 1;

    /// <summary>Exit code of a command line that makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>The program's exit code.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>The command line makes no sense.</summary>
    public static CliException BadUsage(string message) => new(message, Usage);
}
