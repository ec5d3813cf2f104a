using Howdah.Pebble.Processes;

namespace Howdah.Pebble.Tests.Processes;

public sealed class ProcessStatTest
{
    private const string Rest = " S 1 42 7 0 -1 4194560 106 0 0 0 0 0 0 0 20 0 1 0 8123 2703360 190 18446744073709551615";

    [Theory]
    [InlineData("42 (sleep)")]
    [InlineData("42 (a b) R 9 (c)")]
    [InlineData("42 ())")]
    public void The_name_may_hold_anything(string start) => Assert.Equal(new ProcessStat(42, HasEnded: false, 42, 7, 8123), ProcessStat.Parse(start + Rest));

    [Fact]
    public void A_zombie_has_ended() =>
        Assert.True(ProcessStat.Parse("42 (sleep)" + Rest.Replace(" S ", " Z ", StringComparison.Ordinal))!.HasEnded);

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("42 (sleep) S 1 42 7")]
    public void A_line_that_is_not_whole_is_nothing(string line) => Assert.Null(ProcessStat.Parse(line));

    [Fact]
    public void This_process_is_among_all() => Assert.Contains(ProcessStat.All(), p => p.Pid == Environment.ProcessId && !p.HasEnded && p.StartTime > 0);
}
