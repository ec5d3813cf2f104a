using System.Text.Json.Nodes;

namespace Howdah.Engine.HookCommands;

/// <summary>A hook command: its name, what it takes, and what it does.</summary>
/// <param name="Name">The name under which charms call it.</param>
/// <param name="Arguments">Its arguments, as shown by <c>--help</c>.</param>
/// <param name="Summary">What it does, in a line.</param>
/// <param name="Flags">The flags it takes.</param>
/// <param name="RunAsync">Runs it.</param>
internal sealed record HookCommand(
    string Name, string Arguments, string Summary, IReadOnlyList<Flag> Flags, Func<Invocation, ValueTask<Output.CommandOutput>> RunAsync)
{
    /// <summary>What the command prints when nothing else is asked.</summary>
    public string DefaultFormat { get; init; } = "smart";

    public string Help()
    {
        var options = string.Concat(Flags.Select(flag => $"{flag.Spelling}{(flag.IsSwitch ? "" : "  (= \"\")")}\n    {flag.Summary}\n"));
        return $"Usage: {Name}{(Flags.Count > 0 ? " [options]" : "")} {Arguments}".TrimEnd()
            + $"\n\nSummary:\n{Summary}\n" + (options.Length > 0 ? $"\nOptions:\n{options}" : "") + $"\nDetails:\n{Summary}\n";
    }
}

/// <summary>A flag of a hook command.</summary>
/// <param name="Name">Its name without dashes.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Short">Its short form, without dash; null for none.</param>
/// <param name="IsSwitch">True when it stands alone, or with <c>=true</c> or <c>=false</c>.</param>
internal sealed record Flag(string Name, string Summary, string? Short = null, bool IsSwitch = false)
{
    public static readonly Flag Format = new("format", "Specify output format (json|smart|yaml)");
    public static readonly Flag Output = new("output", "Specify an output file", "o");
    public static readonly Flag Relation = new("relation", "Specify a relation by id", "r");
    public static readonly Flag Application = new("app", "Get or set the application's settings instead of the unit's", IsSwitch: true);
    public static readonly Flag File = new("file", "File containing key-value pairs; - for standard input");
    public static readonly IReadOnlyList<Flag> Reading = [Format, Output];

    public string Spelling => Name.Length == 1 ? $"-{Name}" : Short is null ? $"--{Name}" : $"-{Short}, --{Name}";
}

/// <summary>A hook command that fails.</summary>
/// <param name="exitCode">1 at run time, 2 for wrong usage.</param>
/// <param name="message">What goes after <c>ERROR</c>.</param>
internal sealed class HookCommandException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static HookCommandException Failed(string message) => new(1, message);

    public static HookCommandException Usage(string message) => new(2, message);

    public static HookCommandException BadFlag(string flag, string value, string problem) =>
        Usage($"invalid value \"{value}\" for option {flag}: {problem}");
}

/// <summary>One call of a hook command.</summary>
/// <param name="Context">The dispatch it belongs to.</param>
/// <param name="Args">Its arguments.</param>
/// <param name="Request">The request as it came.</param>
internal sealed record Invocation(Hooks.HookContext Context, ParsedArguments Args, HookTools.HookRequest Request)
{
    /// <summary>The <c>key=value</c> arguments over the map in <c>--file</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings() => KeyValues.Read(this);

    /// <summary>The content of a file that an argument names; <c>-</c> is standard input.</summary>
    public byte[] Content(string path) => path == "-"
        ? Request.Stdin ?? []
        : Request.Files?.GetValueOrDefault(path) ?? throw HookCommandException.Failed($"open {path}: no such file or directory");

    public static ValueTask<Output.CommandOutput> Value(JsonNode? value) => ValueTask.FromResult(Output.CommandOutput.Of(value));

    public static ValueTask<Output.CommandOutput> Nothing() => ValueTask.FromResult(Output.CommandOutput.Nothing);
}
