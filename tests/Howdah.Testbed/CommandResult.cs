namespace Howdah.Testbed;

/// <summary>What a command line did.</summary>
/// <param name="Command">The arguments it was called with.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Error">What it printed to standard error.</param>
public sealed record CommandResult(string Command, int ExitCode, string Output, string Error)
{
    /// <summary>The output of a command that must have succeeded.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has all that it printed.</exception>
    public string Expect() => ExitCode == 0
        ? Output
        : throw new InvalidOperationException($"'{Command}' ended with {ExitCode}\n{Output}\n{Error}");
}
