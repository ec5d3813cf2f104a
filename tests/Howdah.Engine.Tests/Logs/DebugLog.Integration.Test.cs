using Howdah.Engine.DebugLogs;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Logs;

public sealed class DebugLogTests
{
    [Fact]
    public async Task Lines_are_replayed_filtered_and_followed()
    {
        using var directory = new TempDirectory();
        using var log = new DebugLog(directory["log"], 1 << 20);
        log.Append(Line("unit-a-0", "INFO", "one\ttab\nand \\ more"));
        log.Append(Line("unit-a-b-0", "DEBUG", "two"));
        log.Append(Line("unit-a-1", "ERROR", "three"));

        Assert.Equal(["one\ttab\nand \\ more", "two", "three"], await ReadAsync(log, new LogQuery()));
        Assert.Equal(["three"], await ReadAsync(log, new LogQuery { Last = 1 }));
        Assert.Equal(["one\ttab\nand \\ more", "three"], await ReadAsync(log, new LogQuery { Include = ["a"] }));
        Assert.Equal(["three"], await ReadAsync(log, new LogQuery { Include = ["a/1"] }));
        Assert.Equal(["two"], await ReadAsync(log, new LogQuery { Exclude = ["a"] }));
        Assert.Equal(["three"], await ReadAsync(log, new LogQuery { Level = "WARNING" }));
        Assert.Equal(["one\ttab\nand \\ more"], await ReadAsync(log, new LogQuery { Limit = 1 }));

        await using var following = log.ReadAsync(new LogQuery { Last = 1, Follow = true }, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await following.MoveNextAsync());
        Assert.Equal("three", following.Current.Text);
        var next = following.MoveNextAsync();
        log.Append(Line("unit-a-0", "INFO", "four"));
        Assert.True(await next);
        Assert.Equal("four", following.Current.Text);
    }

    [Fact]
    public async Task The_log_outlives_its_writer_and_stays_within_its_bounds()
    {
        using var directory = new TempDirectory();
        using (var log = new DebugLog(directory["log"], 20_000))
        {
            for (var number = 0; number < 1000; number++)
            {
                log.Append(Line("unit-a-0", "INFO", $"line {number}"));
            }
        }

        Assert.InRange(Directory.GetFiles(directory.Path).Sum(file => new FileInfo(file).Length), 10_000, 20_000);
        using var again = new DebugLog(directory["log"], 20_000);
        var lines = await ReadAsync(again, new LogQuery());
        Assert.Equal("line 999", lines[^1]);
        Assert.Equal(lines.Count, lines.Distinct(StringComparer.Ordinal).Count());
    }

    private static LogEntry Line(string entity, string level, string text) => new(DateTimeOffset.UtcNow, entity, level, "module", text);

    private static async Task<List<string>> ReadAsync(DebugLog log, LogQuery query)
    {
        var lines = new List<string>();
        await foreach (var entry in log.ReadAsync(query, CancellationToken.None))
        {
            lines.Add(entry.Text);
        }

        return lines;
    }
}
