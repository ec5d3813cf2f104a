using System.Text;

namespace Howdah.Pebble.Cli;

/// <summary>Standard output and error, without the encoding set-up of the console.</summary>
internal static class Out
{
    private static readonly Stream _stdout = Console.OpenStandardOutput(), _stderr = Console.OpenStandardError();

    public static void Line(string text) => Text(text + "\n");

    public static void Text(string text) => _stdout.Write(Encoding.UTF8.GetBytes(text));

    public static void ErrorLine(string text) => _stderr.Write(Encoding.UTF8.GetBytes(text + "\n"));

    /// <summary>Aligned columns: each padded to its widest cell, at least 5, and two spaces; the last not padded.</summary>
    public static void Table(IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => Math.Max(5, rows.Max(r => r[c].EnumerateRunes().Count()))).ToArray();
        foreach (var row in rows)
        {
            Line(string.Concat(row.Select((cell, c) => c == row.Length - 1 ? cell : cell + new string(' ', widths[c] + 2 - cell.EnumerateRunes().Count()))));
        }
    }

    /// <summary>Wraps the words of a message; lines after the first are indented.</summary>
    public static string Wrap(string text, int width, string indent)
    {
        if (text.Length <= width) return text;
        var result = new StringBuilder();
        var column = 0;
        foreach (var word in text.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > width)
            {
                result.Append('\n').Append(indent);
                column = indent.Length;
            }
            else if (column > 0)
            {
                result.Append(' ');
                column++;
            }
            result.Append(word);
            column += word.Length;
        }
        return result.ToString();
    }
}
