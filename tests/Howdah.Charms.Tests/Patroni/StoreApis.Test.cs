using Howdah.Charms.PostgresqlK8s.Patroni;

namespace Howdah.Charms.Tests.Patroni;

public sealed class StoreApisTest
{
    [Theory]
    [InlineData("patroni 3.0.2", "3.4.23", "EtcdV2")]
    [InlineData("patroni 3.0.4", "3.5.9", "EtcdV2")]
    [InlineData("patroni 3.0.2", "", "EtcdV2")]
    [InlineData("patroni 3.0.2", "3.6.1", null)]
    [InlineData("patroni 2.1.4", "3.6.0", null)]
    [InlineData("patroni 3.1.0", "3.4.23", "EtcdV3")]
    [InlineData("__version__ = '4.0.5'\n", "3.6.1", "EtcdV3")]
    public void The_api_is_one_that_keeps_acknowledged_writes(string patroni, string etcd, string? expected)
    {
        Assert.True(PatroniVersion.TryParse(patroni, out var version));

        Assert.Equal(expected, StoreApis.Choose(version, etcd).Api?.ToString());
    }

    [Fact]
    public void A_refusal_says_what_to_do()
    {
        Assert.True(PatroniVersion.TryParse("3.0.2", out var version));

        Assert.Equal(
            "Patroni 3.0.2 can lose acknowledged writes on etcd 3.6.1, which has no v2 API; use Patroni 3.1 or later, or etcd 3.5 or earlier",
            StoreApis.Choose(version, "3.6.1").Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no version here")]
    [InlineData("7")]
    public void What_is_no_version_is_not_taken_for_one(string text) => Assert.False(PatroniVersion.TryParse(text, out _));
}
