using System.Globalization;
using System.Text.Json;

namespace Howdah.Pebble.Text;

/// <summary>Times in RFC 3339 as Go writes them: trailing zeros of the fraction dropped, UTC as <c>Z</c>.</summary>
internal static class GoTime
{
    private const string UtcForm = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString(UtcForm, CultureInfo.InvariantCulture);

    /// <summary>Writes the same as a property, without a string for each: the state has thousands of them.</summary>
    public static void WriteUtc(Utf8JsonWriter json, string name, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[UtcForm.Length];
        time.UtcDateTime.TryFormat(text, out var length, UtcForm, CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    public static string Local(DateTimeOffset time) => WithOffset(time.ToLocalTime(), "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF");

    public static string LocalSeconds(DateTimeOffset time) => WithOffset(time.ToLocalTime(), "yyyy-MM-dd'T'HH:mm:ss");

    /// <summary>The form of log lines: UTC, milliseconds truncated, always three digits.</summary>
    public static string Log(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads RFC 3339, to 100 ns. Null when it is none.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        if (text.Length < 20 || text[10] is not ('T' or 't')) return null;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0)
        {
            var end = dot + 1;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
            if (end - dot - 1 > 7) text = text[..(dot + 8)] + text[end..];
        }
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }

    private static string WithOffset(DateTimeOffset time, string format) =>
        time.ToString(format, CultureInfo.InvariantCulture) + (time.Offset == TimeSpan.Zero ? "Z" : time.ToString("zzz", CultureInfo.InvariantCulture));
}
