using System.CommandLine;
using System.Text;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;

namespace Howdah.Cli.Tests.Docs;

/// <summary>The reference page of all commands, made from the commands themselves.</summary>
internal static class CommandReference
{
    /// <summary>The page.</summary>
    public static string Render()
    {
        var nowhere = new Screen(TextWriter.Null, isTerminal: false);
        var root = CommandLine.BuildRoot(nowhere, nowhere);
        var text = new StringBuilder(
            """
            # Commands

            Every command takes `-m MODEL` (default: `$JUJU_MODEL`, else the one of `switch`, else `default`) and `--help`. Exit codes: 0 it is done, 1 it cannot be done
            (`ERROR …` on standard error says why; nothing was changed), 2 the command line makes no sense, 130 interrupted.
            The engine's folder is `$HOWDAH_DATA`, else `/var/lib/howdah` for root and `~/.local/share/howdah` for others.


            """.ReplaceLineEndings("\n"));
        foreach (var command in root.Subcommands)
        {
            Render(text, command, "howdah");
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Render(StringBuilder text, Command command, string path)
    {
        var name = $"{path} {command.Name}";
        var arguments = string.Concat(command.Arguments.Select(argument => " " + Usage(argument)));
        text.Append("## ").Append(name["howdah ".Length..]).Append("\n\n").Append(command.Description).Append(".\n\n");
        text.Append("    ").Append(name).Append(arguments).Append(command.Subcommands.Count > 0 ? " WHAT" : "").Append("\n\n");
        if (command.Aliases.Count > 0)
        {
            text.Append("Also called ").AppendJoin(", ", command.Aliases.Select(alias => $"`{alias}`")).Append(".\n\n");
        }

        var options = command.Options.Where(option => option.Name != "--help").ToList();
        if (command.Arguments.Count + options.Count > 0)
        {
            text.Append("| | |\n| --- | --- |\n");
            foreach (var argument in command.Arguments)
            {
                text.Append("| `").Append(argument.Name).Append("` | ").Append(Cell(argument.Description)).Append(" |\n");
            }

            foreach (var option in options)
            {
                var names = string.Join(", ", option.Aliases.Prepend(option.Name).Select(alias => $"`{alias}`"));
                text.Append("| ").Append(names).Append(option.HelpName is { } value ? $" {Cell(value)}" : "");
                text.Append(" | ").Append(Cell(option.Description)).Append(" |\n");
            }

            text.Append('\n');
        }

        if (command is EngineCommand { Examples.Count: > 0 } documented)
        {
            text.Append("```\n").AppendJoin('\n', documented.Examples.Select(example => "howdah " + example)).Append("\n```\n\n");
        }

        foreach (var part in command.Subcommands)
        {
            Render(text, part, name);
        }
    }

    private static string Usage(Argument argument)
    {
        if (argument.Name.Contains(' ', StringComparison.Ordinal))
        {
            return argument.Name;
        }

        var name = argument.Name.ToUpperInvariant() + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : "");
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static string Cell(string? text) => (text ?? "").Replace("|", "\\|", StringComparison.Ordinal);
}
