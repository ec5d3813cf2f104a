namespace Howdah.Pebble.Processes;

/// <summary>What to start and how. The three descriptors are raw numbers above 2 that the caller still owns and closes.</summary>
internal sealed record SpawnRequest
{
    public required string Path { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public string? WorkingDirectory { get; init; }

    /// <summary>Null: no change of credentials.</summary>
    public Account? Account { get; init; }

    public required int Stdin { get; init; }

    public required int Stdout { get; init; }

    public required int Stderr { get; init; }

    /// <summary>The process leads a session of its own (and so a group).</summary>
    public bool NewSession { get; init; }

    /// <summary>The process leads a group of its own.</summary>
    public bool NewGroup { get; init; }

    /// <summary>A file where the process leaves its <see cref="ProcessStat"/> before it becomes the new program.</summary>
    public string? Note { get; init; }

    /// <summary>Stdin becomes the controlling terminal; needs <see cref="NewSession"/>.</summary>
    public bool ControllingTerminal { get; init; }
}
