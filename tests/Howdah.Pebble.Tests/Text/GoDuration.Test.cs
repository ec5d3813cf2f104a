using Howdah.Pebble.Text;

namespace Howdah.Pebble.Tests.Text;

public sealed class GoDurationTest
{
    [Theory]
    [InlineData("300ms", 300)]
    [InlineData("1.5h", 5400_000)]
    [InlineData("2h45m", 9_900_000)]
    [InlineData("-1m0s", -60_000)]
    [InlineData("+4.000s", 4_000)]
    [InlineData("0", 0)]
    [InlineData("1s500ms", 1_500)]
    [InlineData("1000us", 1)]
    public void Durations_are_read_as_Go_reads_them(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), GoDuration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("s")]
    [InlineData("1d")]
    [InlineData(".s")]
    [InlineData("1..5s")]
    [InlineData("1 s")]
    [InlineData("99999999999999h")]
    public void What_is_no_duration_is_refused(string text) => Assert.Null(GoDuration.Parse(text));

    [Theory]
    [InlineData(500, "500ms")]
    [InlineData(1_500, "1.5s")]
    [InlineData(60_000, "1m0s")]
    [InlineData(604_800_000, "168h0m0s")]
    [InlineData(0, "0s")]
    [InlineData(0.0015, "1.5µs")]
    [InlineData(-2_000, "-2s")]
    public void Durations_are_written_as_Go_writes_them(double milliseconds, string text) =>
        Assert.Equal(text, GoDuration.Format(TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond))));
}
