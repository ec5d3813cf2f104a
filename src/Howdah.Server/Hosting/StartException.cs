namespace Howdah.Server.Hosting;

/// <summary>The engine cannot serve.</summary>
/// <param name="message">Why, and what to do about it.</param>
/// <param name="innerException">The cause, when there is one.</param>
internal sealed class StartException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Exit code of a program that cannot do what it was asked for.</summary>
    public const int Failure = 1;

    /// <summary>Exit code of a command line that makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>The program's exit code.</summary>
    public int ExitCode { get; init; } = Failure;
}
