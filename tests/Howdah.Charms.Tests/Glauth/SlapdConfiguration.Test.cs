using Howdah.Charms.GlauthK8s;
using Howdah.Charms.GlauthK8s.Directories;

namespace Howdah.Charms.Tests.Glauth;

public sealed class SlapdConfigurationTest
{
    [Fact]
    public void The_configuration_is_as_reviewed() => Golden.Equal(
        "slapd.conf", new SlapdConfiguration(new("dc=example,dc=com"), SlapdPaths.Workload).Render());

    [Theory]
    [InlineData("dc=glauth,dc=com", true)]
    [InlineData("dc=one", true)]
    [InlineData("", false)]
    [InlineData("o=company", false)]
    [InlineData("dc=a, dc=b", false)]
    [InlineData("dc=a\nrootpw x", false)]
    [InlineData("dc=a\"", false)]
    public void A_base_that_could_mean_something_else_to_slapd_is_refused(string baseDn, bool isAllowed) =>
        Assert.Equal(isAllowed, new GlauthOptions(baseDn).FindRefusal() is null);

    [Theory]
    [InlineData("alice", null)]
    [InlineData("o'brien \"x\" {}", null)]
    [InlineData("", "The name of the user is empty")]
    [InlineData(" alice", "The name of the user begins or ends with a space")]
    [InlineData("a\nb", "The name of the user has control characters")]
    [InlineData("*)(uid=*", "The name of the user has a *, which no name may have; the others are ( ) \\ / , =")]
    [InlineData("ab,cd", "The name of the user has a ,, which no name may have; the others are * ( ) \\ / =")]
    [InlineData("ääääääääääääääääääääääääääääääää", "The name of the user has 64 bytes; 63 are the most")]
    public void Names_are_those_that_people_can_log_in_with(string name, string? refusal) => Assert.Equal(refusal, NameRule.FindRefusal("user", name));
}
