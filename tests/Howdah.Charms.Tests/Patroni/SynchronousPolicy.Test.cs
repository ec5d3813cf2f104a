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

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("some")]
    [InlineData("")]
    public void Anything_else_is_refused_with_its_value(string option) =>
        Assert.Contains($"'{option}'", Assert.Throws<FormatException>(() => SynchronousPolicy.For(3, option)).Message, StringComparison.Ordinal);
}
