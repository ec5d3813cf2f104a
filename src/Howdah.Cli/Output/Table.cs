using System.Text;

namespace Howdah.Cli.Output;

/// <summary>A table as Juju prints them: columns two spaces apart, no lines, nothing behind the last cell of a row.</summary>
/// <param name="headers">Names of the columns; one that begins with <c>&gt;</c> is aligned to the right.</param>
internal sealed class Table(params string[] headers)
{
    private readonly List<string[]> _rows = [];
    private readonly Dictionary<(int Row, int Column), string> _colours = [];

    /// <summary>Whether it has rows.</summary>
    public bool IsEmpty => _rows.Count == 0;

    /// <summary>Adds a row; missing cells are empty.</summary>
    public Table Add(params string?[] cells)
    {
        _rows.Add([.. cells.Select(cell => OneLine(cell ?? ""))]);
        return this;
    }

    /// <summary>Colours a cell of the row that was added last.</summary>
    public Table Colour(int column, string? ansi)
    {
        if (ansi is not null)
        {
            _colours[(_rows.Count - 1, column)] = ansi;
        }

        return this;
    }

    /// <summary>Its text, with a newline behind every row.</summary>
    public string Render(bool colours = false)
    {
        var titles = headers.Select(header => header.TrimStart('>')).ToArray();
        var widths = titles.Select((title, column) =>
            Math.Max(title.Length, _rows.Select(row => column < row.Length ? row[column].Length : 0).DefaultIfEmpty(0).Max())).ToArray();
        var text = new StringBuilder();
        RenderRow(text, titles, widths, row: -1, colours);
        for (var row = 0; row < _rows.Count; row++)
        {
            RenderRow(text, _rows[row], widths, row, colours);
        }

        return text.ToString();
    }

    private static string OneLine(string cell) => cell.AsSpan().ContainsAny('\n', '\r') ? cell.ReplaceLineEndings(" ") : cell;

    private void RenderRow(StringBuilder text, string[] cells, int[] widths, int row, bool colours)
    {
        var last = cells.Length - 1;
        while (last >= 0 && cells[last].Length == 0)
        {
            last--;
        }

        for (var column = 0; column <= last; column++)
        {
            var cell = cells[column];
            var padding = widths[column] - cell.Length;
            var right = headers[column].StartsWith('>');
            text.Append(' ', right ? padding : 0);
            text.Append(colours && _colours.TryGetValue((row, column), out var ansi) ? $"{ansi}{cell}{Colours.Reset}" : cell);
            text.Append(' ', column == last ? 0 : 2 + (right ? 0 : padding));
        }

        text.Append('\n');
    }
}
