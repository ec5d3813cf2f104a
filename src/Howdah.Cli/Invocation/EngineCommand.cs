using System.CommandLine;

namespace Howdah.Cli.Invocation;

/// <summary>A command of the program. A command is one file: its arguments, its help, and what it does.</summary>
internal abstract class EngineCommand : Command
{
    /// <summary>Makes a command.</summary>
    /// <param name="name">What the user types.</param>
    /// <param name="description">What it does, one line.</param>
    /// <param name="examples">Command lines that work, without the program's name.</param>
    protected EngineCommand(string name, string description, params ReadOnlySpan<string> examples)
        : base(name, description) => Examples = examples.ToArray();

    /// <summary>Command lines that work, without the program's name.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Carries it out and returns the exit code.</summary>
    public abstract Task<int> RunAsync(Call call, CancellationToken cancellationToken);
}
