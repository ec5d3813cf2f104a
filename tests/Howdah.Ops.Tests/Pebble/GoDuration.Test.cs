using Howdah.Pebble.Client;

namespace Howdah.Ops.Tests.Pebble;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0s", 0)]
    [InlineData("500ms", 500)]
    [InlineData("1.5s", 1500)]
    [InlineData("1m0s", 60_000)]
    [InlineData("168h0m0s", 604_800_000)]
    [InlineData("2h45m0.25s", 9_900_250)]
    [InlineData("-1.5s", -1500)]
    public void A_duration_is_written_as_Go_does_and_read_again(string text, long milliseconds)
    {
        Assert.Equal(text, GoDuration.Format(TimeSpan.FromMilliseconds(milliseconds)));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), GoDuration.Parse(text));
    }

    [Theory]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("2h45m", 9_900_000)]
    [InlineData("1000us", 1)]
    [InlineData("1000000ns", 1)]
    [InlineData("+3s", 3000)]
    [InlineData("0", 0)]
    [InlineData(".5s", 500)]
    public void Other_ways_to_write_one_are_read(string text, long milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), GoDuration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("5 s")]
    [InlineData("5x")]
    [InlineData("1.2.3s")]
    [InlineData("-")]
    public void What_is_none_is_refused(string text)
    {
        Assert.False(GoDuration.TryParse(text, out _));
        Assert.Contains(text, Assert.Throws<FormatException>(() => GoDuration.Parse(text)).Message, StringComparison.Ordinal);
    }
}
