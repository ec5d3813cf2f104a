using System.Globalization;
using System.Text.RegularExpressions;

namespace Howdah.Engine.HookCommands.Secrets;

/// <summary>Reads <c>--expire</c>: a time (UTC when it has no zone) or a duration from now (<c>10h30m</c>).</summary>
internal static partial class ExpireTime
{
    public static DateTimeOffset Parse(string text, DateTimeOffset now)
    {
        if (Duration().Match(text) is { Success: true } match)
        {
            var duration = match.Groups["part"].Captures.Zip(match.Groups["unit"].Captures)
                .Aggregate(TimeSpan.Zero, (sum, part) =>
                    sum + (Unit(part.Second.Value) * double.Parse(part.First.Value, NumberStyles.Float, CultureInfo.InvariantCulture)));
            return match.Groups["sign"].Value == "-"
                ? throw HookCommandException.Usage($"negative expire duration \"{text}\" not valid")
                : now + duration;
        }

        return text.Length >= 19 && text[10] == 'T'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : throw HookCommandException.Usage($"expire time or duration \"{text}\" not valid");
    }

    private static TimeSpan Unit(string unit) => unit switch
    {
        "h" => TimeSpan.FromHours(1),
        "m" => TimeSpan.FromMinutes(1),
        "s" => TimeSpan.FromSeconds(1),
        _ => TimeSpan.FromMilliseconds(1),
    };

    [GeneratedRegex(@"^(?<sign>[+-]?)((?<part>\d+(\.\d+)?)(?<unit>h|ms|m|s))+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Duration();
}
