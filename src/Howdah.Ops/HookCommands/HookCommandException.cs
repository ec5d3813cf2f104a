namespace Howdah.Ops;

/// <summary>A hook command was refused.</summary>
/// <param name="command">Name of the command, without its arguments.</param>
/// <param name="exitCode">1 for a failure, 2 for wrong usage.</param>
/// <param name="error">What the command said.</param>
public class HookCommandException(string command, int exitCode, string error) : Exception($"{command}: {error}")
{
    /// <summary>Name of the command.</summary>
    public string Command { get; } = command;

    /// <summary>Its exit code.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>What it said.</summary>
    public string Error { get; } = error;
}

/// <summary>There is no such relation (any more).</summary>
public sealed class RelationNotFoundException(string command, int exitCode, string error)
    : HookCommandException(command, exitCode, error);

/// <summary>There is no such secret, or it was not granted.</summary>
public sealed class SecretNotFoundException(string command, int exitCode, string error)
    : HookCommandException(command, exitCode, error);
