using System.Globalization;
using System.Text.RegularExpressions;

namespace Howdah.Cli.Parsing;

/// <summary>Durations as Juju's users type them: <c>90s</c>, <c>1m30s</c>, <c>250ms</c>, <c>1.5h</c>.</summary>
internal static partial class GoDuration
{
    /// <summary>Reads a duration; null when it is none.</summary>
    public static TimeSpan? TryParse(string text)
    {
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        var match = Whole().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var seconds = 0.0;
        var numbers = match.Groups["number"].Captures;
        var units = match.Groups["unit"].Captures;
        for (var part = 0; part < numbers.Count; part++)
        {
            seconds += double.Parse(numbers[part].ValueSpan, CultureInfo.InvariantCulture) * SecondsOf(units[part].Value);
        }

        return seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static double SecondsOf(string unit) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "ms" => 1e-3,
        "us" => 1e-6,
        "ns" => 1e-9,
        _ => 1,
    };

    [GeneratedRegex(@"^((?<number>\d+(\.\d+)?|\.\d+)(?<unit>h|ms|us|ns|m|s))+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Whole();
}
