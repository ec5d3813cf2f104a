using System.Globalization;
using System.Text;
using Howdah.Cli.Output;
using Howdah.Server.Client.Units;

namespace Howdah.Cli.Journal;

/// <summary>Hooks for people: a list as a table, one with a section for each kind of thing that is kept of it.</summary>
internal static class HookText
{
    /// <summary>A table of hooks.</summary>
    public static string Render(IReadOnlyList<HookSummary> hooks, bool colours)
    {
        var table = new Table(">ID", "Hook", "About", "Outcome", ">Seconds", "Started", "Message");
        foreach (var hook in hooks)
        {
            table.Add(
                hook.Id.ToString(CultureInfo.InvariantCulture), hook.Hook, hook.About, hook.Outcome, Seconds(hook), hook.Started, MessageOf(hook))
                .Colour(3, ColourOf(hook.Outcome));
        }

        return table.Render(colours);
    }

    /// <summary>One hook with its sections; a section of nothing is left out.</summary>
    public static string Render(HookDetail hook, bool colours)
    {
        var text = new StringBuilder(Render([hook.Summary], colours));
        Section(text, "Command", hook.Command is null ? [] : [hook.Command]);
        Section(text, "Environment", hook.Environment.Where(variable => variable.Value.Length > 0).Select(variable => $"{variable.Key}={variable.Value}"));
        Section(text, "Hook commands", hook.Calls.SelectMany(Lines));
        Section(text, "Printed", hook.Output);
        Section(
            text,
            hook.Summary.Outcome is "succeeded" or "running" ? "Changes" : "Changes that were thrown away (statuses were not)",
            hook.Writes.Select(Line));
        if (hook.LeftOut is { } leftOut)
        {
            Section(text, "Incomplete", [string.Create(CultureInfo.InvariantCulture, $"{leftOut} calls and lines had no room in the record")]);
        }

        return text.ToString();
    }

    private static string Seconds(HookSummary hook) => hook.Seconds?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";

    private static string? MessageOf(HookSummary hook) => hook.Attempt > 1
        ? string.Create(CultureInfo.InvariantCulture, $"{hook.Message} (attempt {hook.Attempt})").TrimStart()
        : hook.Message;

    private static string? ColourOf(string outcome) => outcome switch
    {
        "succeeded" => Colours.Green,
        "failed" => Colours.Red,
        _ => Colours.Yellow,
    };

    private static IEnumerable<string> Lines(HookCallDetail call)
    {
        yield return call.ExitCode == 0 ? call.Command : string.Create(CultureInfo.InvariantCulture, $"{call.Command}  (exit code {call.ExitCode})");
        foreach (var (mark, part) in new[] { ('<', call.Input), ('>', call.Output), ('!', call.Error) })
        {
            foreach (var line in part?.TrimEnd('\n').Split('\n') ?? [])
            {
                yield return $"  {mark} {line}";
            }
        }
    }

    private static string Line(HookWriteDetail write) =>
        $"{write.What}{(write.Key is null ? "" : $" {write.Key}")}: {write.Before ?? "(none)"} -> {write.After ?? "(none)"}";

    private static void Section(StringBuilder text, string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count > 0)
        {
            text.Append('\n').Append(title).Append(":\n");
            all.ForEach(line => text.Append("  ").Append(line).Append('\n'));
        }
    }
}
