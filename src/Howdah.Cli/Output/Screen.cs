using Howdah.Cli.Terminals;

namespace Howdah.Cli.Output;

/// <summary>Where a command prints: text, and whether a person watches.</summary>
/// <param name="writer">Takes the text.</param>
/// <param name="isTerminal">Whether it is a terminal, that is colours and redrawing make sense.</param>
internal sealed class Screen(TextWriter writer, bool isTerminal)
{
    /// <summary>Takes the text.</summary>
    public TextWriter Writer { get; } = writer;

    /// <summary>Whether a person watches.</summary>
    public bool IsTerminal { get; } = isTerminal;

    /// <summary>Whether to colour: a terminal, and the user did not object with <c>NO_COLOR</c>.</summary>
    public bool UsesColour { get; } =
        isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Standard output.</summary>
    public static Screen StandardOutput() =>
        new(new StreamWriter(StandardStreams.Output()) { AutoFlush = true }, !Console.IsOutputRedirected);

    /// <summary>Standard error.</summary>
    public static Screen StandardError() =>
        new(new StreamWriter(StandardStreams.Error()) { AutoFlush = true }, !Console.IsErrorRedirected);

    /// <summary>Prints a line.</summary>
    public void WriteLine(string line = "") => Writer.Write(line + "\n");

    /// <summary>Prints text as it is.</summary>
    public void Write(string text) => Writer.Write(text);

    /// <summary>Makes sure that everything is printed.</summary>
    public Task FlushAsync() => Writer.FlushAsync();

    /// <summary>Width of the terminal; 80 where there is none.</summary>
    public int Width => IsTerminal ? WindowSize.Now().Columns : 80;

    /// <summary>A line without what the terminal has no room for; escape sequences take none.</summary>
    public string Fit(string line)
    {
        var (visible, width) = (0, Width);
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '\e')
            {
                at = line.IndexOf('m', at);
            }
            else if (++visible > width)
            {
                return line[..at] + Colours.Reset;
            }
        }

        return line;
    }

    /// <summary>Height of the terminal; 24 where there is none.</summary>
    public int Height => IsTerminal ? WindowSize.Now().Rows : 24;
}
