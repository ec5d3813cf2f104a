using System.Globalization;
using Howdah.Cli.Output;
using Howdah.Server.Client.Logs;

namespace Howdah.Cli.Logs;

/// <summary>A log line as Juju prints it: <c>unit-mysql-0: 12:34:56 INFO unit.mysql/0.juju-log message</c>.</summary>
/// <param name="Date">Whether with the date.</param>
/// <param name="Milliseconds">Whether with milliseconds.</param>
/// <param name="Utc">Whether in UTC and not local time.</param>
/// <param name="Colours">Whether with colours.</param>
internal sealed record LogLineFormat(bool Date, bool Milliseconds, bool Utc, bool Colours)
{
    /// <summary>The line, without a newline at its end.</summary>
    public string Render(LogRecord record)
    {
        var time = Utc ? record.Timestamp.ToUniversalTime() : record.Timestamp.ToLocalTime();
        var pattern = (Date ? "yyyy-MM-dd " : "") + "HH:mm:ss" + (Milliseconds ? ".fff" : "");
        var colour = Colours ? ColourOf(record.Level) : null;
        var level = colour is null ? record.Level : $"{colour}{record.Level}{Output.Colours.Reset}";
        return $"{record.Entity}: {time.ToString(pattern, CultureInfo.InvariantCulture)} {level} {record.Module} {record.Message}";
    }

    private static string? ColourOf(string level) => level switch
    {
        "ERROR" or "CRITICAL" => Output.Colours.Red,
        "WARNING" => Output.Colours.Yellow,
        "INFO" => Output.Colours.Green,
        _ => null,
    };
}
