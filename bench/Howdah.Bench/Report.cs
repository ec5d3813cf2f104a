using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Howdah.Testbed;

namespace Howdah.Bench;

/// <summary>What a benchmark found, as the page that is checked in under <c>bench/results</c>.</summary>
/// <param name="title">First line of the page.</param>
/// <param name="method">How it was measured.</param>
internal sealed class Report(string title, string method)
{
    private readonly StringBuilder _text = new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"# {title}\n\n{method}\n\n")
        .Append(CultureInfo.InvariantCulture, $"Machine: {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}.\n\n");

    public string Text => _text.ToString();

    public Report Header(params string[] columns) =>
        Row(columns).Row([.. columns.Select(_ => "---")]);

    public Report Row(params string[] cells)
    {
        _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        return this;
    }

    /// <summary>Minimum, median and maximum in seconds.</summary>
    public static string[] Spread(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalSeconds).Order().ToList();
        return [Seconds(sorted[0]), Seconds(sorted[sorted.Count / 2]), Seconds(sorted[^1])];
    }

    public static string Seconds(double seconds) => seconds.ToString("0.00", CultureInfo.InvariantCulture);

    public Task SaveAsync(string name) =>
        File.WriteAllTextAsync(Path.Combine(Installation.Root, "bench", "results", name + ".md"), Text);
}
