namespace Howdah.Server.Client.Units;

/// <summary>One dispatch of a unit's charm in a list.</summary>
public sealed record HookSummary
{
    /// <summary>Its number, counted by unit.</summary>
    public required int Id { get; init; }

    /// <summary>Name of the hook or action; <c>juju-exec</c> for a command.</summary>
    public required string Hook { get; init; }

    /// <summary>What it was about: a remote unit or application, a storage, a container, a secret.</summary>
    public string? About { get; init; }

    /// <summary><c>running</c>, <c>succeeded</c>, <c>failed</c> or <c>interrupted</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Message { get; init; }

    /// <summary>Exit code of the charm.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Which attempt at this hook it was.</summary>
    public required int Attempt { get; init; }

    /// <summary>When it began.</summary>
    public required string Started { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public double? Seconds { get; init; }
}

/// <summary>One dispatch of a unit's charm with all that is kept of it.</summary>
public sealed record HookDetail
{
    /// <summary>What a list shows of it.</summary>
    public required HookSummary Summary { get; init; }

    /// <summary>The charm's identity, <c>local:postgresql-k8s-0</c>.</summary>
    public required string Charm { get; init; }

    /// <summary>The shell command of a <c>juju-exec</c>.</summary>
    public string? Command { get; init; }

    /// <summary>The variables it was given.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The hook commands that it called, in their order.</summary>
    public required IReadOnlyList<HookCallDetail> Calls { get; init; }

    /// <summary>What it printed.</summary>
    public required IReadOnlyList<string> Output { get; init; }

    /// <summary>What it changed, or would have changed had it succeeded.</summary>
    public required IReadOnlyList<HookWriteDetail> Writes { get; init; }

    /// <summary>How many calls and lines were left out because the record was full.</summary>
    public int? LeftOut { get; init; }
}

/// <summary>A hook command that was called.</summary>
/// <param name="Command">The command with its arguments.</param>
/// <param name="Input">What it was given on standard input or in files.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Error">What it printed to standard error.</param>
public sealed record HookCallDetail(string Command, string? Input = null, int ExitCode = 0, string? Output = null, string? Error = null);

/// <summary>A value that a dispatch changed.</summary>
/// <param name="What">Whose value it is.</param>
/// <param name="Key">Which value.</param>
/// <param name="Before">The value before.</param>
/// <param name="After">The value after.</param>
public sealed record HookWriteDetail(string What, string? Key = null, string? Before = null, string? After = null);

/// <summary>What a hook is to be replayed with.</summary>
/// <param name="Charm">Absolute path of another charm's folder; null for the charm that ran it.</param>
/// <param name="Seconds">How long it may take.</param>
public sealed record ReplayRequest(string? Charm = null, double Seconds = 300);

/// <summary>A hook that was run again, beside what was recorded.</summary>
public sealed record ReplayDetail
{
    /// <summary>What was recorded.</summary>
    public required HookSummary Recorded { get; init; }

    /// <summary>Exit code this time; null when it did not end in time.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Whether it went as recorded.</summary>
    public required bool Same { get; init; }

    /// <summary>How many hook commands it called this time.</summary>
    public required int CallCount { get; init; }

    /// <summary>Hook commands that differ: <c>-</c> before what is only in the record, <c>+</c> before what is only in the replay.</summary>
    public required IReadOnlyList<string> Calls { get; init; }

    /// <summary>Printed lines that differ.</summary>
    public required IReadOnlyList<string> Output { get; init; }
}
