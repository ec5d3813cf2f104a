using Howdah.Pebble.Forwarding;

namespace Howdah.Pebble.Tests.Forwarding;

public sealed class LabelHistoryTest
{
    private static Dictionary<string, string> Labels(string value) => new(StringComparer.Ordinal) { ["k"] = value };

    [Fact]
    public void A_line_keeps_the_labels_of_its_time()
    {
        var history = new LabelHistory();
        history.Set(0, Labels("a"));
        history.Set(10, Labels("a"));
        history.Set(20, null);
        history.Set(30, Labels("b"));
        Assert.Equal("a", history.Of(1)!["k"]);
        Assert.Equal("a", history.Of(20)!["k"]);
        Assert.Null(history.Of(21));
        Assert.Equal("b", history.Of(31)!["k"]);
    }

    [Fact]
    public void What_no_line_needs_any_more_is_forgotten()
    {
        var history = new LabelHistory();
        history.Set(0, Labels("a"));
        history.Set(10, Labels("b"));
        history.Set(20, Labels("c"));
        history.Forget(15);
        Assert.Null(history.Of(5));
        Assert.Equal("b", history.Of(16)!["k"]);
        history.Forget(100);
        Assert.Equal("c", history.Of(101)!["k"]);
    }

    [Fact]
    public void Changes_without_a_line_between_them_count_as_one()
    {
        var history = new LabelHistory();
        history.Set(0, Labels("a"));
        for (var i = 0; i < 1000; i++) history.Set(10, Labels($"{i}"));
        Assert.Equal("a", history.Of(10)!["k"]);
        Assert.Equal("999", history.Of(11)!["k"]);
    }
}
