namespace Howdah.Architecture.Tests;

/// <summary>A file that grows past what a reader holds in mind is split.</summary>
public sealed class FileSizeTest
{
    private const int LongestFile = 600;
    private const int LongestMedian = 100;

    [Theory]
    [InlineData("src")]
    [InlineData("charms")]
    [InlineData("tests")]
    public void Files_stay_short(string folder)
    {
        var lengths = Sources(folder).Select(file => (file, lines: File.ReadLines(file).Count())).ToList();

        Assert.Empty(lengths.Where(each => each.lines > LongestFile).Select(each => $"{each.file}: {each.lines}"));
        Assert.True(Median(lengths.Select(each => each.lines)) <= LongestMedian);
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static int Median(IEnumerable<int> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[sorted.Count / 2];
    }
}
