using System.Globalization;
using System.Text;
using Howdah.Cli.Output;

namespace Howdah.Cli.Up;

/// <summary>Shows progress: on a terminal a picture that is redrawn in place, elsewhere one line a change.</summary>
/// <param name="screen">Where to print.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressView(Screen screen, TimeProvider time)
{
    private readonly long _begin = time.GetTimestamp();
    private readonly Dictionary<string, UnitProgress> _shown = new(StringComparer.Ordinal);
    private int _drawnLines;

    /// <summary>Shows it.</summary>
    public void Show(Progress progress)
    {
        if (screen.IsTerminal)
        {
            Redraw(progress);
        }
        else
        {
            PrintChanges(progress);
        }
    }

    /// <summary>Time since the beginning, <c>  3.4s</c>.</summary>
    public string Elapsed() => time.GetElapsedTime(_begin).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture).PadLeft(5) + "s";

    private void PrintChanges(Progress progress)
    {
        foreach (var unit in progress.Units)
        {
            if (!_shown.TryGetValue(unit.Name, out var before) || before != unit)
            {
                _shown[unit.Name] = unit;
                screen.WriteLine($"{Elapsed()}  {unit.Name,-20}  {unit.Workload + "/" + unit.Agent,-21}  {unit.Message}".TrimEnd());
            }
        }
    }

    private void Redraw(Progress progress)
    {
        var table = new Table("Unit", "Workload", "Agent", "Message");
        foreach (var unit in progress.Units)
        {
            table.Add(unit.Name, unit.Workload, unit.Agent, unit.Message).Colour(1, Colours.Of(unit.Workload)).Colour(2, Colours.Of(unit.Agent));
        }

        var done = progress.Units.Count - progress.Missing.Count;
        var lines = table.Render(screen.UsesColour).TrimEnd('\n').Split('\n').ToList();
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Elapsed()}  {done} of {progress.Wanted} units are ready"));
        var text = new StringBuilder();
        if (_drawnLines > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\e[{_drawnLines}A");
        }

        // A line that wraps would break the count of lines.
        foreach (var line in lines.TakeLast(Math.Max(1, screen.Height - 1)))
        {
            text.Append('\r').Append(screen.Fit(line)).Append("\e[K\n");
        }

        _drawnLines = Math.Min(lines.Count, Math.Max(1, screen.Height - 1));
        screen.Write(text.Append("\e[J").ToString());
    }
}
