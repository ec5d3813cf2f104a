using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Charms.PostgresqlK8s.Guard;

namespace Howdah.Charms.Tests.Guard;

public sealed class PatroniCallbackTest
{
    [Theory]
    [InlineData("postgresql-k8s-0", "postgresql_k8s_0")]
    [InlineData("A.b-C", "a_b_c")]
    [InlineData("a b", "au0032b")]
    public void Slots_are_named_as_patroni_names_them(string member, string slot) => Assert.Equal(slot, PatroniCallback.SlotOf(member));

    [Theory]
    [InlineData("fsync = 'on'\nhowdah.configuration = 'b57ed7a34714abc4'\nhot_standby = 'on'\n", "b57ed7a34714abc4")]
    [InlineData("# howdah.configuration = 'old'\n", null)]
    public void The_configuration_is_found_where_patroni_writes_it(string text, string? expected) =>
        Assert.Equal(expected, PatroniCallback.FindSetting(text, PostgresqlParameters.Mark));
}
