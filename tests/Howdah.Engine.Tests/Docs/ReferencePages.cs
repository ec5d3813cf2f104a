using System.Text;
using System.Text.RegularExpressions;
using Howdah.Engine.HookCommands;
using Howdah.Engine.Models;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Docs;

/// <summary>The reference pages of what the engine has for charms, made from the engine itself.</summary>
internal static partial class ReferencePages
{
    /// <summary>The pages by file name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["hook-commands.md"] = HookCommands(), ["statuses.md"] = Statuses() };

    private static string HookCommands()
    {
        var text = new StringBuilder(
            """
            # Hook commands

            A charm finds these on its PATH while a hook or an action runs. Exit codes: 0 it is done, 1 it cannot be done (`ERROR …` on standard error says why),
            2 the command line makes no sense. What they write is committed together when the hook ends with 0, and not at all
            otherwise. What counts at once, whatever becomes of the hook: statuses, log lines, the progress of an action, the workload's version and `leader-set`; results and
            failure of an action count when its process ends. What reads takes `--format json`, `yaml` or `smart` (text for people, the default unless said otherwise), and `--output FILE`.


            """.ReplaceLineEndings("\n"));
        foreach (var command in HookCommandTable.Names.Select(HookCommandTable.Find).Except(RefusedCommands.All))
        {
            text.Append($"## {command.Name}\n\n{command.Summary.TrimEnd('.')}.\n\n    {command.Name} {command.Arguments}".TrimEnd()).Append("\n\n");
            var flags = command.Flags.Except([Flag.Format, Flag.Output]).ToList();
            if (flags.Count > 0)
            {
                text.Append("| | |\n| --- | --- |\n");
                flags.ForEach(flag => text.Append("| `").Append(flag.Spelling).Append("` | ")
                    .Append(flag.Summary.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n"));
                text.Append('\n');
            }
        }

        text.Append("## Not here\n\nCharms find these too, and are told why they can't be used.\n\n| | |\n| --- | --- |\n");
        foreach (var command in RefusedCommands.All.OrderBy(command => command.Name, StringComparer.Ordinal))
        {
            text.Append($"| `{command.Name}` | {command.Summary} |\n");
        }

        return text.ToString();
    }

    private static string Statuses() =>
        "# Statuses\n\nOf a workload, and of an application: what its leader's charm said, or else the most severe of its units. The most severe is first.\n\n"
        + Table("StatusInfo.cs", nameof(WorkloadStatus), WorkloadStatus.BySeverity)
        + "\nOf a unit's agent, which runs its charm.\n\n"
        + Table("StatusInfo.cs", nameof(AgentStatus), null)
        + "\nOf a task: an action, or a command in a unit.\n\n"
        + Table("TaskRecord.cs", nameof(Models.TaskStatus), null);

    // Names and summaries of a class of constants, as its source has them.
    private static string Table(string file, string type, IReadOnlyList<string>? order)
    {
        var source = File.ReadAllText(Path.Combine(Built.Root, "src", "Howdah.Engine", "Models", file));
        var body = source[source.IndexOf($"static class {type}", StringComparison.Ordinal)..];
        var rows = Constant().Matches(body[..body.IndexOf("\n}", StringComparison.Ordinal)])
            .Select(match => (Name: match.Groups["name"].Value, Text: match.Groups["text"].Value));
        return "| | |\n| --- | --- |\n" + string.Concat(
            rows.OrderBy(row => order?.ToList().IndexOf(row.Name) ?? 0).Select(row => $"| `{row.Name}` | {row.Text} |\n"));
    }

    [GeneratedRegex("""<summary>(?<text>.*)</summary>\s+public const string \w+ = "(?<name>.*)";""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Constant();
}
