using System.Text;

namespace Howdah.Pebble.Text;

/// <summary>Quoting as Go's <c>%q</c> does it.</summary>
internal static class GoQuote
{
    public static string Quote(string? text)
    {
        var result = new StringBuilder("\"");
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => result.Append("\\\""),
                '\\' => result.Append("\\\\"),
                '\n' => result.Append("\\n"),
                '\t' => result.Append("\\t"),
                '\r' => result.Append("\\r"),
                '\a' => result.Append("\\a"),
                '\b' => result.Append("\\b"),
                '\f' => result.Append("\\f"),
                '\v' => result.Append("\\v"),
                < 0x20 or 0x7f => result.Append("\\x").Append(rune.Value.ToString("x2", null)),
                _ => result.Append(rune.ToString()),
            };
        }
        return result.Append('"').ToString();
    }
}
