using Howdah.Charms.PostgresqlK8s.Cluster;

namespace Howdah.Charms.Tests.Cluster;

public sealed class ClusterViewTest
{
    private static MemberState Member(int number, MemberRole role, int timeline) => new($"pg/{number}", $"127.0.0.{number}", role, timeline);

    [Fact]
    public void Nobody_knows_a_primary_before_one_has_said_so() =>
        Assert.Null(ClusterView.Of([Member(0, MemberRole.Replica, 1), Member(1, MemberRole.Unknown, 0)]).Endpoints);

    [Fact]
    public void Of_two_primaries_the_one_on_the_later_timeline_is()
    {
        var view = ClusterView.Of([Member(0, MemberRole.Primary, 1), Member(1, MemberRole.Primary, 2), Member(2, MemberRole.Replica, 2)]);

        Assert.Equal("127.0.0.1:5432", view.Endpoints);
        Assert.Equal("127.0.0.2:5432", view.ReadOnlyEndpoints);
    }

    [Fact]
    public void Without_replicas_the_primary_is_read_from() =>
        Assert.Equal("127.0.0.3:5432", ClusterView.Of([Member(3, MemberRole.Primary, 1)]).ReadOnlyEndpoints);

    [Fact]
    public void Replicas_are_listed_by_number_and_those_without_an_address_not_at_all()
    {
        var view = ClusterView.Of(
            [Member(10, MemberRole.Replica, 1), Member(0, MemberRole.Primary, 1), Member(2, MemberRole.Replica, 1), new("pg/3", "", MemberRole.Replica, 1)]);

        Assert.Equal("127.0.0.2:5432,127.0.0.10:5432", view.ReadOnlyEndpoints);
    }

    [Fact]
    public void Addresses_of_version_6_stand_in_brackets() =>
        Assert.Equal("[fd00::1]:5432", ClusterView.Of([new("pg/0", "fd00::1", MemberRole.Primary, 1)]).Endpoints);
}
