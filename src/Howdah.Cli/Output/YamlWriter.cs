using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Howdah.Cli.Output;

/// <summary>Writes JSON as block YAML in the manner of Juju: lists not indented, plain strings where no reader can take them for something else.</summary>
internal static class YamlWriter
{
    /// <summary>The YAML text of a value, ending with a newline.</summary>
    public static string Write(JsonElement value)
    {
        var text = new StringBuilder();
        WriteBlock(text, value, indent: 0);
        return text.ToString();
    }

    /// <summary>A string as a YAML scalar on one line: plain where that is unambiguous, else in quotes.</summary>
    public static string Scalar(string value)
    {
        if (!NeedsQuotes(value))
        {
            return value;
        }

        return value.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0 || value.Contains('\x7f', StringComparison.Ordinal)
            ? DoubleQuoted(value)
            : value.Contains('\'', StringComparison.Ordinal) && !value.AsSpan().ContainsAny('"', '\\')
                ? $"\"{value}\""
                : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private static void WriteBlock(StringBuilder text, JsonElement value, int indent)
    {
        if (IsNonEmpty(value, JsonValueKind.Object))
        {
            foreach (var property in value.EnumerateObject())
            {
                text.Append(' ', indent).Append(Scalar(property.Name)).Append(':');
                WriteValue(text, property.Value, indent);
            }
        }
        else if (IsNonEmpty(value, JsonValueKind.Array))
        {
            foreach (var item in value.EnumerateArray())
            {
                WriteItem(text, item, indent);
            }
        }
        else
        {
            text.Append(' ', indent).Append(Inline(value)).Append('\n');
        }
    }

    private static void WriteValue(StringBuilder text, JsonElement value, int indent)
    {
        if (IsNonEmpty(value, JsonValueKind.Object))
        {
            text.Append('\n');
            WriteBlock(text, value, indent + 2);
        }
        else if (IsNonEmpty(value, JsonValueKind.Array))
        {
            text.Append('\n');
            WriteBlock(text, value, indent);
        }
        else if (value.ValueKind == JsonValueKind.String && IsLiteral(value.GetString()!))
        {
            WriteLiteral(text, value.GetString()!, indent + 2);
        }
        else
        {
            text.Append(' ').Append(Inline(value)).Append('\n');
        }
    }

    private static void WriteItem(StringBuilder text, JsonElement item, int indent)
    {
        if (!IsNonEmpty(item, JsonValueKind.Object) && !IsNonEmpty(item, JsonValueKind.Array))
        {
            text.Append(' ', indent).Append('-');
            WriteValue(text, item, indent);
            return;
        }

        // The dash takes the place of the first line's indentation.
        var begin = text.Length;
        WriteBlock(text, item, indent + 2);
        text[begin + indent] = '-';
    }

    private static void WriteLiteral(StringBuilder text, string value, int indent)
    {
        var trimmed = value.TrimEnd('\n');
        text.Append(value.Length == trimmed.Length ? " |-" : value.Length == trimmed.Length + 1 ? " |" : " |+").Append('\n');
        foreach (var line in trimmed.Split('\n'))
        {
            text.Append(' ', line.Length == 0 ? 0 : indent).Append(line).Append('\n');
        }

        text.Append('\n', Math.Max(0, value.Length - trimmed.Length - 1));
    }

    private static string Inline(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{}",
        JsonValueKind.Array => "[]",
        JsonValueKind.String => Scalar(value.GetString()!),
        JsonValueKind.Null or JsonValueKind.Undefined => "null",
        _ => value.GetRawText(),
    };

    private static bool IsNonEmpty(JsonElement value, JsonValueKind kind) => value.ValueKind == kind && (kind == JsonValueKind.Object
        ? value.EnumerateObject().Any()
        : value.GetArrayLength() > 0);

    private static bool IsLiteral(string value) =>
        value.Contains('\n', StringComparison.Ordinal)
        && value.TrimEnd('\n').Length > 0
        && value[0] is not (' ' or '\n')
        && value.All(letter => letter is '\n' or '\t' || !char.IsControl(letter));

    private static bool NeedsQuotes(string value)
    {
        if (value.Length == 0 || value != value.Trim() || value.Any(char.IsControl) || value[^1] == ':')
        {
            return true;
        }

        return "!&*%@`'\"#|>[]{},?".Contains(value[0], StringComparison.Ordinal)
            || (value[0] is '-' or ':' && (value.Length == 1 || value[1] == ' '))
            || value.StartsWith("---", StringComparison.Ordinal)
            || value.StartsWith("...", StringComparison.Ordinal)
            || value.Contains(": ", StringComparison.Ordinal)
            || value.Contains(" #", StringComparison.Ordinal)
            || IsOtherType(value);
    }

    private static bool IsOtherType(string value) =>
        value is "~" or "<<" or "=" or ".nan" or ".NaN" or ".NAN"
        || value.ToUpperInvariant() is "NULL" or "TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF" or "Y" or "N" or ".INF" or "-.INF" or "+.INF"
        || (char.IsAsciiDigit(value[0]) || value[0] is '-' or '+' or '.') && IsNumberOrDate(value);

    private static bool IsNumberOrDate(string value)
    {
        var digits = value.Replace("_", "", StringComparison.Ordinal);
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            || digits.StartsWith("0x", StringComparison.Ordinal)
            || digits.StartsWith("0o", StringComparison.Ordinal)
            || digits.StartsWith("0b", StringComparison.Ordinal)
            || IsDate(value)
            || value.Split(':') is { Length: > 1 } parts && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit));
    }

    // YAML's timestamps begin with year, month and day.
    private static bool IsDate(string value) =>
        value.Length >= 8 && value[4] == '-' && value.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0 && char.IsAsciiDigit(value[5]);

    private static string DoubleQuoted(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\n' => text.Append(@"\n"),
                '\t' => text.Append(@"\t"),
                '\r' => text.Append(@"\r"),
                '\e' => text.Append(@"\e"),
                '\0' => text.Append(@"\0"),
                < ' ' or '\x7f' => text.Append(CultureInfo.InvariantCulture, $"\\x{(int)letter:X2}"),
                _ => text.Append(letter),
            };
        }

        return text.Append('"').ToString();
    }
}
