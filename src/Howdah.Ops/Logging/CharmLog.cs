namespace Howdah.Ops;

/// <summary>
/// The charm's log, shown by <c>debug-log</c>. Never log a secret. In a hook, debug lines go to the standard output, which the
/// agent logs at that level without a process for each; in an action that would be part of the result, hence <c>juju-log</c>.
/// </summary>
public sealed class CharmLog
{
    /// <summary>The kernel takes 131071 bytes in one argument, and a character has up to three of them.</summary>
    private const int LongestMessage = 131071 / 3;

    private readonly HookTools tools;
    private readonly TextWriter? debugOutput;

    internal CharmLog(HookTools tools, TextWriter? debugOutput)
    {
        this.tools = tools;
        this.debugOutput = debugOutput;
    }

    /// <summary>What helps to find a fault.</summary>
    public void Debug(string message)
    {
        if (debugOutput is not null)
        {
            debugOutput.WriteLine(message);
            return;
        }

        Write("DEBUG", message);
    }

    /// <summary>What happened.</summary>
    public void Info(string message) => Write("INFO", message);

    /// <summary>What may become a problem.</summary>
    public void Warning(string message) => Write("WARNING", message);

    /// <summary>What went wrong.</summary>
    public void Error(string message) => Write("ERROR", message);

    /// <summary>What went wrong, and where in the code.</summary>
    public void Error(string message, Exception exception) => Write("ERROR", $"{message}\n{exception}");

    private void Write(string level, string message)
    {
        for (var at = 0; at < message.Length; at += LongestMessage)
        {
            tools.Run("juju-log", "--log-level", level, "--", message[at..Math.Min(message.Length, at + LongestMessage)]);
        }
    }
}
