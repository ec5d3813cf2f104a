using Howdah.Pebble.Processes;
using Howdah.Pebble.Services;

namespace Howdah.Pebble.Tests.Services;

public sealed class LeftoversTest
{
    private static readonly ProcessStat _noted = new(42, HasEnded: false, 42, 7, 1000), _child = new(43, HasEnded: false, 42, 7, 1001);
    private static readonly ProcessStat _other = new(50, HasEnded: false, 50, 7, 1002);

    [Fact]
    public void The_whole_group_is_left() => Assert.Equal([_noted, _child], Leftovers.Alive(_noted, [_noted, _child, _other]));

    [Fact]
    public void Members_count_without_their_leader() => Assert.Equal([_child], Leftovers.Alive(_noted, [_child, _other]));

    [Fact]
    public void Members_count_while_their_leader_waits_to_be_reaped() =>
        Assert.Equal([_child], Leftovers.Alive(_noted, [_noted with { HasEnded = true }, _child]));

    [Fact]
    public void A_group_that_waits_to_be_reaped_is_gone() =>
        Assert.Empty(Leftovers.Alive(_noted, [_noted with { HasEnded = true }, _child with { HasEnded = true }]));

    [Fact]
    public void Another_process_that_got_the_number_is_let_alone() => Assert.Empty(Leftovers.Alive(_noted, [_noted with { StartTime = 2000 }, _child]));

    [Fact]
    public void A_group_of_another_session_is_let_alone() => Assert.Empty(Leftovers.Alive(_noted, [_child with { Session = 8 }]));
}
