using System.Text;

namespace Howdah.Interfaces;

/// <summary>Texts as parts of names and filters of a directory, whatever characters they have.</summary>
public static class LdapText
{
    /// <summary>A value in a name of the directory (RFC 4514).</summary>
    public static string DnValue(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var text = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            var letter = value[i];
            var isAtEdge = (letter == ' ' && (i == 0 || i == value.Length - 1)) || (letter == '#' && i == 0);
            text.Append(letter < ' ' ? Hex(letter) : isAtEdge || "\"+,;<=>\\".Contains(letter, StringComparison.Ordinal) ? $"\\{letter}" : letter.ToString());
        }

        return text.ToString();
    }

    /// <summary>A value in a filter (RFC 4515).</summary>
    public static string FilterValue(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return string.Concat(value.Select(c => c < ' ' || "*()\\".Contains(c, StringComparison.Ordinal) ? Hex(c) : c.ToString()));
    }

    private static string Hex(char letter) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\\{(int)letter:x2}");
}
