using Howdah.Substrate.Machine.Processes;

namespace Howdah.Substrate.Machine.Tests;

public sealed class ProcessStatTests
{
    [Fact]
    public void The_start_time_is_found_behind_any_name() => Assert.Equal(
        220809,
        ProcessStat.ParseStartTime("17118 (a) b (c) S 1 17118 17118 0 -1 4228364 117 0 0 0 0 0 0 0 20 0 1 0 220809 0 0 18446744073709551615"));

    [Fact]
    public void A_line_that_is_cut_off_has_none() => Assert.Null(ProcessStat.ParseStartTime("17118 (a) S 1"));
}
