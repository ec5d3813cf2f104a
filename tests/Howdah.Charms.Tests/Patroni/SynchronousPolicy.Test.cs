using Howdah.Charms.PostgresqlK8s.Patroni;

namespace Howdah.Charms.Tests.Patroni;

public sealed class SynchronousPolicyTest
{
    [Theory]
    [InlineData(1, "1", 1, false)]
    [InlineData(2, "1", 1, true)]
    [InlineData(3, "1", 1, true)]
    [InlineData(3, "2", 2, true)]
    [InlineData(3, "9", 2, true)]
    [InlineData(3, "all", 2, true)]
    [InlineData(5, "majority", 2, true)]
    [InlineData(1, "majority", 1, false)]
    [InlineData(0, "all", 1, false)]
    public void Every_write_is_on_two_members_as_soon_as_there_are_two(int members, string option, int count, bool strict) =>
        Assert.Equal(new(count, strict), SynchronousPolicy.For(members, option));

    [Fact]
    public void Writes_wait_for_nobody_when_the_option_says_so() =>
        Assert.Equal(new(1, Strict: false), SynchronousPolicy.For(3, "1", strict: false));

    [Theory]
    [InlineData("all", true)]
    [InlineData("majority", true)]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("-1", false)]
    [InlineData("some", false)]
    [InlineData("", false)]
    public void The_option_is_a_word_or_a_number(string value, bool isAllowed) =>
        Assert.Equal(isAllowed, Howdah.Charms.PostgresqlK8s.Configuration.GeneralOptions.SynchronousNodeCount.Accepts(value));
}
