using System.Text;
using Howdah.Pebble.Services;

namespace Howdah.Pebble.Tests.Services;

public sealed class LogRingTest
{
    [Fact]
    public void The_oldest_lines_make_room_for_new_ones()
    {
        var ring = new LogRing("svc", TimeProvider.System, _ => { });
        for (var i = 0; i < 3000; i++) ring.Add(Encoding.UTF8.GetBytes($"line {i} {new string('x', 60)}"));
        var kept = ring.After(0);
        Assert.InRange(kept.Sum(e => e.Message.Length), 50 * 1024, 100 * 1024);
        Assert.StartsWith("line 2999", Encoding.UTF8.GetString(kept[^1].Message.Span), StringComparison.Ordinal);
        Assert.Equal(kept[0].Sequence - 1, ring.LastDropped);
    }

    [Fact]
    public void A_reader_gets_what_is_new()
    {
        var ring = new LogRing("svc", TimeProvider.System, _ => { });
        ring.Add("a"u8);
        var seen = ring.After(0)[^1].Sequence;
        ring.Add("b"u8);
        Assert.Equal("b", Encoding.UTF8.GetString(Assert.Single(ring.After(seen)).Message.Span));
    }
}
