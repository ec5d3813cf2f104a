using System.Buffers;
using System.Text.Json.Serialization;

namespace Howdah.Engine.Journal;

/// <summary>One dispatch of a unit's charm: what it was given, what it asked, what it wrote, how it ended. What secrets say is masked.</summary>
public sealed record HookRecord
{
    /// <summary>Its number, counted by unit from 1.</summary>
    public required int Id { get; init; }

    /// <summary>The unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Name of the hook or action; <c>juju-exec</c> for a command.</summary>
    public required string Name { get; init; }

    /// <summary><c>hooks/install</c>, <c>actions/backup</c>; empty for a command.</summary>
    public required string DispatchPath { get; init; }

    /// <summary>The charm, <see cref="Models.CharmRecord.Id"/>.</summary>
    public required string Charm { get; init; }

    /// <summary>Digest over all files of the charm.</summary>
    public required string CharmDigest { get; init; }

    /// <summary>Which attempt at this hook it was, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended; null while it runs, and when the engine died under it.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>One of <see cref="HookOutcome"/>.</summary>
    public string Outcome { get; init; } = HookOutcome.Running;

    /// <summary>Exit code of the charm; null when it never came to an end.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it failed; empty otherwise.</summary>
    public string Message { get; init; } = "";

    /// <summary>The shell command of a <c>juju-exec</c>; null otherwise.</summary>
    public string? Command { get; init; }

    /// <summary>The variables it was given.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The file in which the charm remembers things between dispatches, as it was at the start; null when there was none.</summary>
    public string? State { get; init; }

    /// <summary>The hook commands that it called, in their order.</summary>
    public IReadOnlyList<RecordedCall> Calls { get; init; } = [];

    /// <summary>What it printed.</summary>
    public IReadOnlyList<RecordedLine> Output { get; init; } = [];

    /// <summary>What differed in the model for it at the end: it became so when it succeeded, and was thrown away when it failed.</summary>
    public IReadOnlyList<RecordedWrite> Writes { get; init; } = [];

    /// <summary>How many calls and lines were left out because the record was full; 0 for a whole record.</summary>
    public int LeftOut { get; init; }
}

/// <summary>How a dispatch ended.</summary>
public static class HookOutcome
{
    /// <summary>Not yet.</summary>
    public const string Running = "running";

    /// <summary>Exit code 0, and what it wrote is in the model.</summary>
    public const string Succeeded = "succeeded";

    /// <summary>Nothing of what it wrote is in the model.</summary>
    public const string Failed = "failed";

    /// <summary>It was killed, or the engine died under it; it is run again.</summary>
    public const string Interrupted = "interrupted";
}

/// <summary>A hook command that a dispatch called.</summary>
/// <param name="Command">Its name, <c>relation-get</c>.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Input">What it was given on standard input or in files; null for nothing.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Error">What it printed to standard error.</param>
public sealed record RecordedCall(string Command, IReadOnlyList<string> Arguments, string? Input, int ExitCode, string Output, string Error)
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(" \t\n\r'\"\\$`!*?[](){}|&;~");

    /// <summary>The call as it would be typed.</summary>
    [JsonIgnore]
    public string CommandLine => string.Join(' ', Arguments.Select(Quote).Prepend(Command));

    private static string Quote(string argument) => argument.Length > 0 && !argument.AsSpan().ContainsAny(NeedQuotes)
        ? argument
        : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

/// <summary>A line that a charm printed.</summary>
/// <param name="Source"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The line.</param>
public sealed record RecordedLine(string Source, string Text);

/// <summary>One difference that a dispatch made.</summary>
/// <param name="What">Whose value it is: <c>relation db:3 unit</c>, <c>state</c>, <c>status</c>, <c>secret:…</c>.</param>
/// <param name="Key">Which of its values; empty when it has one only.</param>
/// <param name="Before">The value before; null for none.</param>
/// <param name="After">The value after; null for none.</param>
public sealed record RecordedWrite(string What, string Key, string? Before, string? After);
