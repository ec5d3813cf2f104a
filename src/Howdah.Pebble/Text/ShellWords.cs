using System.Text;

namespace Howdah.Pebble.Text;

/// <summary>Splits a command as a POSIX shell's lexer does, without any expansion, and joins words again.</summary>
internal static class ShellWords
{
    /// <summary>Splits text into words.</summary>
    /// <exception cref="FormatException">A quote or an escape is not finished.</exception>
    public static List<string> Split(string text)
    {
        List<string> words = [];
        var word = new StringBuilder();
        var inWord = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case ' ' or '\t' or '\r' or '\n':
                    if (inWord) words.Add(word.ToString());
                    word.Clear();
                    inWord = false;
                    break;
                case '#' when !inWord:
                    i = text.IndexOf('\n', i) is var end and >= 0 ? end : text.Length;
                    break;
                case '\'':
                    var close = text.IndexOf('\'', i + 1);
                    if (close < 0) throw new FormatException("EOF found when expecting closing quote");
                    word.Append(text, i + 1, close - i - 1);
                    i = close;
                    inWord = true;
                    break;
                case '"':
                    i = DoubleQuoted(text, i + 1, word);
                    inWord = true;
                    break;
                case '\\':
                    if (++i >= text.Length) throw new FormatException("EOF found after escape character");
                    word.Append(text[i]);
                    inWord = true;
                    break;
                default:
                    word.Append(c);
                    inWord = true;
                    break;
            }
        }
        if (inWord) words.Add(word.ToString());
        return words;
    }

    /// <summary>Joins words so that <see cref="Split"/> gives them back.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static int DoubleQuoted(string text, int i, StringBuilder word)
    {
        for (; i < text.Length; i++)
        {
            if (text[i] == '"') return i;
            if (text[i] == '\\' && ++i >= text.Length) throw new FormatException("EOF found after escape character");
            word.Append(text[i]);
        }
        throw new FormatException("EOF found when expecting closing quote");
    }

    private static string Quote(string word)
    {
        if (word.Length == 0) return "''";
        foreach (var c in word)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c < 128 && !"-_./:=@%+,[]".Contains(c, StringComparison.Ordinal))
            {
                return $"'{word.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'";
            }
        }
        return word;
    }
}
