namespace Howdah.Pebble.Cli;

/// <summary>A subcommand: what it takes and what it does.</summary>
internal sealed record Command(string Name, string Category, string Summary, Func<Invocation, Task<int>> Run)
{
    public IReadOnlyList<Option> Options { get; init; } = [];

    public IReadOnlyList<Positional> Positionals { get; init; } = [];

    /// <summary>All from the first positional on belongs to the command that is to be run.</summary>
    public bool StopsAtPositional { get; init; }

    /// <summary>The flag that ends at a lone semicolon.</summary>
    public Option? Terminated { get; init; }

    /// <summary>What it does, for its help; lines are wrapped.</summary>
    public required string Description { get; init; }
}

/// <summary>A command line that is not understood, or a command that failed; the message goes to stderr.</summary>
internal sealed class CliException(string message) : Exception(message)
{
    /// <summary>Whether the message is printed as it is, without <c>error:</c> in front.</summary>
    public bool IsBare { get; init; }
}
