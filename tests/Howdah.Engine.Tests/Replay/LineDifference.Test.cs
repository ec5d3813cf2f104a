using Howdah.Engine.Replay;

namespace Howdah.Engine.Tests.Replay;

public sealed class LineDifferenceTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("a b c", "a b c", "")]
    [InlineData("a b c", "a c", "-b")]
    [InlineData("a c", "a b c", "+b")]
    [InlineData("a b c", "a x c", "-b +x")]
    [InlineData("a b c d", "b c d e", "-a +e")]
    [InlineData("", "a a", "+a +a")]
    [InlineData("x a y b z", "a b", "-x -y -z")]
    public void Only_what_differs_is_named(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join(' ', LineDifference.Between(Words(before), Words(after)).Select(line => $"{line.Sign}{line.Text}")));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
