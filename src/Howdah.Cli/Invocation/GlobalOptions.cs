using System.CommandLine;

namespace Howdah.Cli.Invocation;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    /// <summary>The model that the command is about.</summary>
    public static Option<string?> Model { get; } = new("--model", "-m")
    {
        Description = "Model to work on (default: $JUJU_MODEL, else the one of \"switch\", else \"default\")",
        HelpName = "model",
        Recursive = true,
    };
}
