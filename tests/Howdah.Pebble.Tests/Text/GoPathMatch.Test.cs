using Howdah.Pebble.Text;

namespace Howdah.Pebble.Tests.Text;

public sealed class GoPathMatchTest
{
    [Theory]
    [InlineData("*", "abc", true)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*/b", "a/c/b", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[^a-c]x", "bx", false)]
    [InlineData("[^a-c]x", "dx", true)]
    [InlineData(@"\*", "*", true)]
    [InlineData(@"\*", "a", false)]
    [InlineData(@"[\]]", "]", true)]
    [InlineData("*.conf", ".conf", true)]
    [InlineData("", "", true)]
    [InlineData("*x*", "axb", true)]
    public void Patterns_match_as_in_Go(string pattern, string name, bool matches) => Assert.Equal(matches, GoPathMatch.IsMatch(pattern, name));

    [Theory]
    [InlineData("[")]
    [InlineData("[a")]
    [InlineData("[]a]")]
    [InlineData("[-x]")]
    [InlineData("a\\")]
    public void A_malformed_pattern_is_refused(string pattern) =>
        Assert.Equal("syntax error in pattern", Assert.Throws<FormatException>(() => GoPathMatch.IsMatch(pattern, "a")).Message);
}
