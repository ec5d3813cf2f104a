using System.CommandLine;

namespace Howdah.Cli.Parsing;

/// <summary>An option whose value is a duration.</summary>
internal static class DurationOption
{
    /// <summary>Makes the option.</summary>
    public static Option<TimeSpan?> Create(string name, string description, string? alias = null)
    {
        var option = new Option<TimeSpan?>(name, alias is null ? [] : [alias])
        {
            Description = description,
            HelpName = "duration",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (GoDuration.TryParse(text) is { } duration)
                {
                    return duration;
                }

                result.AddError($"invalid value \"{text}\" for option {name}: not a duration, expected something like 90s or 5m");
                return null;
            },
        };
        return option;
    }
}
