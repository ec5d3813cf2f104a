using System.Text;
using Howdah.Server.Client.Units;

namespace Howdah.Cli.StatusView;

/// <summary>Why a unit is as it is, for people: a sentence, and a paragraph for each reason with the command that would help.</summary>
internal static class ExplanationText
{
    /// <summary>Its text.</summary>
    public static string Render(UnitExplanation why)
    {
        var text = new StringBuilder($"{why.Unit} is {why.Status} since {why.Since}{(why.Message is null ? "" : $": {why.Message}")}\n");
        foreach (var reason in why.Reasons)
        {
            text.Append("\n  ").Append(reason.Kind).Append(reason.Name is null ? "" : $" {reason.Name}").Append(": ").Append(reason.Text).Append('\n');
            text.Append(reason.Command is null ? "" : $"      {reason.Command}\n");
        }

        return text.ToString();
    }
}
