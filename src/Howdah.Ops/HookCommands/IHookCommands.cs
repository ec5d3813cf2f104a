namespace Howdah.Ops;

/// <summary>
/// Runs hook commands (<c>relation-get</c>, <c>status-set</c>, …). They are short and local, and a charm has nothing else to do
/// in the
/// meantime: this is why they, and what is read through them, are synchronous, whereas containers and the network are
/// asynchronous.
/// </summary>
public interface IHookCommands
{
    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">Name of the command.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads from its standard input; null for nothing.</param>
    /// <exception cref="FileNotFoundException">There is no such command on the PATH.</exception>
    HookResult Run(string command, IReadOnlyList<string> arguments, string? input = null);
}

/// <summary>How a hook command ended.</summary>
public sealed record HookResult(int ExitCode, string Stdout, string Stderr);
