using Howdah.Pebble.Api;
using Howdah.Pebble.Identities;

namespace Howdah.Pebble.Tests.Identities;

public sealed class AccessRuleTest
{
    // Columns: nobody, untrusted, metrics, read, admin.
    [Theory]
    [InlineData("Open", "Unix", "yes yes yes yes yes")]
    [InlineData("Open", "Http", "yes yes yes yes yes")]
    [InlineData("Open", "Https", "yes yes yes yes yes")]
    [InlineData("Metrics", "Unix", "no no yes yes yes")]
    [InlineData("Metrics", "Http", "no no yes no no")]
    [InlineData("Metrics", "Https", "no no yes yes yes")]
    [InlineData("Read", "Unix", "no no no yes yes")]
    [InlineData("Read", "Http", "no no no no no")]
    [InlineData("Read", "Https", "no no no yes yes")]
    [InlineData("Admin", "Unix", "no no no no yes")]
    [InlineData("Admin", "Http", "no no no no no")]
    [InlineData("Admin", "Https", "no no no no yes")]
    [InlineData("Pairing", "Unix", "no no no no no")]
    [InlineData("Pairing", "Http", "no no no no no")]
    [InlineData("Pairing", "Https", "no no no no no")]
    public void Every_level_lets_in_whom_it_should(string needed, string transport, string expected)
    {
        var allowed =
            Enum.GetValues<Role>().Select(r =>
                AccessRule.Allows(Enum.Parse<Access>(needed), Enum.Parse<Transport>(transport), r) ? "yes" : "no");
        Assert.Equal(expected, string.Join(' ', allowed));
    }
}
