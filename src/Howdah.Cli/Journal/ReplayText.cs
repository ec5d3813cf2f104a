using System.Globalization;
using System.Text;
using Howdah.Cli.Output;
using Howdah.Server.Client.Units;

namespace Howdah.Cli.Journal;

/// <summary>A replay for people: what went otherwise, and what went as it was.</summary>
internal static class ReplayText
{
    /// <summary>Its text.</summary>
    public static string Render(string title, ReplayDetail replay, bool colours)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{title} ({replay.Recorded.Hook}): {ExitCodes(replay)}\n");
        Part("Hook commands", replay.Calls);
        Part("Printed", replay.Output);
        return text.ToString();

        void Part(string name, IReadOnlyList<string> lines)
        {
            text.Append(name).Append(lines.Count == 0 ? ": the same\n" : ":\n");
            foreach (var line in lines)
            {
                var colour = !colours ? "" : line[0] == '-' ? Colours.Red : Colours.Green;
                text.Append("  ").Append(colour).Append(line).Append(colour.Length == 0 ? "" : Colours.Reset).Append('\n');
            }
        }
    }

    private static string ExitCodes(ReplayDetail replay)
    {
        var now = replay.ExitCode is { } code ? code.ToString(CultureInfo.InvariantCulture) : "none, it did not end in time";
        return replay.ExitCode == replay.Recorded.ExitCode
            ? $"exit code {now}, as recorded"
            : string.Create(CultureInfo.InvariantCulture, $"exit code {now}, recorded was {replay.Recorded.ExitCode}");
    }
}
