using Howdah.Pebble.Forwarding;

namespace Howdah.Pebble.Tests.Forwarding;

public sealed class LabelExpansionTest
{
    private static readonly Dictionary<string, string> _environment = new() { ["OWNER"] = "user-1", ["A_1"] = "x" };

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("$OWNER", "user-1")]
    [InlineData("${OWNER}!", "user-1!")]
    [InlineData("a-$OWNER-$A_1-b", "a-user-1-x-b")]
    [InlineData("$NOBODY.", ".")]
    [InlineData("${NOBODY}.", ".")]
    [InlineData("5$", "5$")]
    [InlineData("$ 5", "$ 5")]
    [InlineData("$$OWNER", "OWNER")]
    [InlineData("$1OWNER", "OWNER")]
    [InlineData("${}x", "x")]
    [InlineData("${OWNER", "OWNER")]
    public void Variables_come_from_the_service(string text, string expanded) =>
        Assert.Equal(expanded, LabelExpansion.Expand(text, _environment));
}
