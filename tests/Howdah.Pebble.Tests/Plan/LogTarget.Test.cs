using Howdah.Pebble.Plan;

namespace Howdah.Pebble.Tests.Plan;

public sealed class LogTargetTest
{
    [Theory]
    [InlineData("", "a", false)]
    [InlineData("a", "a", true)]
    [InlineData("a", "b", false)]
    [InlineData("all", "b", true)]
    [InlineData("all -a", "a", false)]
    [InlineData("all -a", "b", true)]
    [InlineData("-a all", "a", true)]
    [InlineData("a -all", "a", false)]
    [InlineData("a -all b", "b", true)]
    public void The_last_word_about_a_service_decides(string services, string service, bool selected)
    {
        var target = new LogTarget { Name = "t", Services = services.Split(' ', StringSplitOptions.RemoveEmptyEntries) };
        Assert.Equal(selected, target.Selects(service));
    }
}
