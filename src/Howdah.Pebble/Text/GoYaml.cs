using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Howdah.Pebble.Text;

/// <summary>Writes block-style YAML as go-yaml v3 does: 4-space indents, lists indented too, its rules for quoting.</summary>
internal sealed partial class GoYaml
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public override string ToString() => _text.Length == 0 ? "{}\n" : _text.ToString();

    /// <summary>Writes <c>key:</c> and what the action writes, indented.</summary>
    public void Mapping(string key, Action content)
    {
        Key(key);
        _text.Append('\n');
        _depth++;
        content();
        _depth--;
    }

    /// <summary>Writes an entry, unless the value is null or empty.</summary>
    public void Field(string key, string? value)
    {
        if (!string.IsNullOrEmpty(value)) Text(key, value);
    }

    public void Field(string key, int? value)
    {
        if (value is { } number) Plain(key, number.ToString(CultureInfo.InvariantCulture));
    }

    public void Field(string key, TimeSpan? value)
    {
        if (value is { } duration) Plain(key, GoDuration.Format(duration));
    }

    public void Field(string key, double? value)
    {
        if (value is { } number) Plain(key, GoNumber.Format(number));
    }

    public void Field(string key, IReadOnlyList<string> values)
    {
        if (values.Count == 0) return;
        Key(key);
        _text.Append('\n');
        foreach (var value in values) _text.Append(' ', (_depth + 1) * 4).Append("- ").Append(Scalar(value, _depth + 1)).Append('\n');
    }

    public void Field(string key, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count == 0) return;
        Mapping(key, () =>
        {
            foreach (var (name, value) in values) Text(name, value);
        });
    }

    /// <summary>Writes an entry as it is.</summary>
    public void Plain(string key, string value)
    {
        Key(key);
        _text.Append(' ').Append(value).Append('\n');
    }

    private void Text(string key, string value)
    {
        Key(key);
        _text.Append(' ').Append(Scalar(value, _depth)).Append('\n');
    }

    private void Key(string key) => _text.Append(' ', _depth * 4).Append(Scalar(key, _depth)).Append(':');

    /// <summary>A string as a scalar at a depth.</summary>
    public static string Scalar(string value, int depth)
    {
        if (value.Contains('\n', StringComparison.Ordinal) && !HasControl(value) && !value.StartsWith(' ') && !value.StartsWith('\n')) return Literal(value, depth);
        if (HasControl(value) || value.Contains('\n', StringComparison.Ordinal)) return DoubleQuoted(value);
        if (Resolves(value)) return DoubleQuoted(value);
        return IsPlain(value) ? value : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private static string Literal(string value, int depth)
    {
        var chomp = !value.EndsWith('\n') ? "|-" : value.EndsWith("\n\n", StringComparison.Ordinal) ? "|+" : "|";
        var lines = (value.EndsWith('\n') ? value[..^1] : value).Split('\n');
        var indent = new string(' ', (depth + 1) * 4);
        return chomp + string.Concat(lines.Select(l => l.Length == 0 ? "\n" : "\n" + indent + l));
    }

    private static string DoubleQuoted(string value)
    {
        var result = new StringBuilder("\"");
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => result.Append("\\\""),
                '\\' => result.Append("\\\\"),
                '\n' => result.Append("\\n"),
                '\t' => result.Append("\\t"),
                '\r' => result.Append("\\r"),
                '\0' => result.Append("\\0"),
                '\x1b' => result.Append("\\e"),
                < ' ' or '\x7f' => result.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}"),
                _ => result.Append(c),
            };
        }
        return result.Append('"').ToString();
    }

    private static bool HasControl(string value) => value.Any(c => c is (< ' ' and not '\n') or '\x7f');

    // What a reader would take for null, a boolean, a number, a date or YAML 1.1's old booleans and base-60 numbers.
    private static bool Resolves(string value) => value.Length == 0 || NotString().IsMatch(value);

    private static bool IsPlain(string value)
    {
        if (value[0] == ' ' || value[^1] == ' ') return false;
        if (value.StartsWith("---", StringComparison.Ordinal) || value.StartsWith("...", StringComparison.Ordinal)) return false;
        if ("#,[]{}&*!|>'\"%@`".Contains(value[0], StringComparison.Ordinal)) return false;
        if (value[0] is '-' or '?' or ':' && (value.Length == 1 || value[1] == ' ')) return false;
        return !value.Contains(": ", StringComparison.Ordinal) && !value.EndsWith(':') && !value.Contains(" #", StringComparison.Ordinal);
    }

    [GeneratedRegex("""
        ^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF|<<
        |[-+]?(?:[0-9][0-9_]*|0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+)
        |[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?
        |[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)
        |[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?
        |[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|\ +)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:Z|\ *[-+][0-9:]+)?)?)$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotString();
}
