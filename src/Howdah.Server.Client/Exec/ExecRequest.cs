using Howdah.Server.Client.Errors;

namespace Howdah.Server.Client.Exec;

/// <summary>A command to run in a container of a unit; the first (text) message of the websocket.</summary>
/// <param name="Command">Program and arguments; empty for a login shell.</param>
public sealed record ExecRequest(IReadOnlyList<string> Command)
{
    /// <summary>The container; null for the charm's own.</summary>
    public string? Container { get; init; }

    /// <summary>Variables in addition to the container's own.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>The terminal to run it on; null for pipes.</summary>
    public ExecTerminal? Terminal { get; init; }
}

/// <summary>Size of a terminal in characters.</summary>
/// <param name="Columns">Characters a line.</param>
/// <param name="Rows">Lines.</param>
public sealed record ExecTerminal(int Columns, int Rows);

/// <summary>How a command ended: with an exit code, or it could not be run.</summary>
public sealed record ExecEnd
{
    /// <summary>Its exit code; 128 + n when signal n ended it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it could not be run.</summary>
    public ApiError? Error { get; init; }
}
