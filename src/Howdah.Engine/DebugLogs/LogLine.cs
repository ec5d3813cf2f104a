using System.Globalization;

namespace Howdah.Engine.DebugLogs;

/// <summary>A line of the log's file: five fields with tabs between; line breaks and tabs in the text are written <c>\n</c> and <c>\t</c>.</summary>
internal static class LogLine
{
    public static string Write(LogEntry entry) => string.Create(
        CultureInfo.InvariantCulture, $"{entry.Time.ToUniversalTime():O}\t{entry.Entity}\t{entry.Level}\t{entry.Module}\t{Escape(entry.Text)}\n");

    public static LogEntry? Read(string line)
    {
        var fields = line.Split('\t', 5);
        return fields.Length == 5
            && DateTimeOffset.TryParse(fields[0], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? new LogEntry(time, fields[1], fields[2], fields[3], Unescape(fields[4]))
            : null;
    }

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal)
        .Replace("\t", "\\t", StringComparison.Ordinal);

    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new System.Text.StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            plain.Append(text[index] == '\\' && ++index < text.Length
                ? text[index] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var other => other }
                : text[index]);
        }

        return plain.ToString();
    }
}
