using Howdah.Charms.PostgresqlK8s.Guard;

namespace Howdah.Charms.Tests.Guard;

public sealed class SuccessionTest
{
    [Theory]
    [InlineData("a", "a:10:10 b:11:11", "b")]
    [InlineData("a", "a:10:10 b:10:10", "")]
    [InlineData("a", "a:10:10 b:9:12", "")]
    [InlineData("a", "a:10:12 b:11:11", "")]
    [InlineData("a", "b:11:11", "")]
    [InlineData("a", "a:10:10", "")]
    [InlineData("", "b:11:11", "")]
    [InlineData("a,c", "a:10:10 b:11:11 c:12:12", "")]
    [InlineData("a,c", "a:10:10 b:13:13 c:12:12", "b")]
    [InlineData("a,c", "a:10:10 b:13:13", "b")]
    [InlineData("a", "a:10:10 b:11:11 c:12:12", "b,c")]
    public void Those_are_ahead_whose_log_on_disk_goes_beyond_what_a_synchronous_standby_may_have_confirmed(
        string synchronous, string positions, string expected) => Assert.Equal(
            expected,
            string.Join(',', Succession.Ahead(
                synchronous.Split(',', StringSplitOptions.RemoveEmptyEntries),
                [.. positions.Split(' ').Select(text => text.Split(':')).Select(parts => new StandbyPosition(parts[0], Number(parts[1]), Number(parts[2])))])));

    private static long Number(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
