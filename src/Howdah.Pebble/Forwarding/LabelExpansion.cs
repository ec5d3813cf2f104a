using System.Text;

namespace Howdah.Pebble.Forwarding;

/// <summary>Puts variables (<c>$NAME</c>, <c>${NAME}</c>) into label values, by the rules of Go's <c>os.Expand</c>.</summary>
internal static class LabelExpansion
{
    /// <summary>The text with its variables replaced; one that is not defined is empty.</summary>
    public static string Expand(string text, IReadOnlyDictionary<string, string> variables)
    {
        if (!text.Contains('$', StringComparison.Ordinal)) return text;
        var result = new StringBuilder(text.Length);
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] != '$' || at + 1 == text.Length)
            {
                result.Append(text[at++]);
                continue;
            }
            var (name, length) = Name(text.AsSpan(at + 1));
            if (length == 0) result.Append('$');
            else if (variables.TryGetValue(name, out var value)) result.Append(value);
            at += 1 + length;
        }
        return result.ToString();
    }

    // The name after a dollar, and how much text it takes. Braces without a name are taken, and stand for nothing.
    private static (string Name, int Length) Name(ReadOnlySpan<char> text)
    {
        if (text[0] == '{')
        {
            var end = text.IndexOf('}');
            return end > 1 ? (text[1..end].ToString(), end + 1) : ("", end == 1 ? 2 : 1);
        }
        if (IsSpecial(text[0])) return (text[..1].ToString(), 1);
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] == '_')) length++;
        return (text[..length].ToString(), length);
    }

    private static bool IsSpecial(char name) => name is '*' or '#' or '$' or '@' or '!' or '?' or '-' || char.IsAsciiDigit(name);
}
