using Howdah.Cli.Output;
using Howdah.Cli.StatusView;

namespace Howdah.Cli.Tests.StatusView;

public sealed class StatusTableTests
{
    [Fact]
    public void A_status_looks_as_Juju_prints_it_for_containers() => Assert.Equal(
        """
        Model    Controller  Cloud/Region       Version  Timestamp
        default  howdah      machine/localhost  3.6.14   12:04:55+13:00

        App             Version  Status       Scale  Charm           Channel  Rev  Address  Exposed  Message
        etcd                     active           1  etcd                       0           no
        postgresql-k8s  15.10    maintenance    2/3  postgresql-k8s             0           no       joining

        Unit               Workload     Agent      Address     Ports          Message
        etcd/0*            active       idle       127.64.0.1
        postgresql-k8s/0*  active       idle       127.64.0.2  5432,8008/tcp  Primary
        postgresql-k8s/1   maintenance  executing                             (database-relation-changed) joining

        """.ReplaceLineEndings("\n"),
        StatusTable.Render(Samples.Status()));

    [Fact]
    public void Relations_come_below_when_they_are_asked_for() => Assert.EndsWith(
        """

        Integration provider  Requirer             Interface    Type     Message
        etcd:client           postgresql-k8s:etcd  etcd_client  regular

        """.ReplaceLineEndings("\n"),
        StatusTable.Render(Samples.Status(), relations: true),
        StringComparison.Ordinal);

    [Fact]
    public void Colours_do_not_move_the_columns()
    {
        var plain = StatusTable.Render(Samples.Status());
        var coloured = StatusTable.Render(Samples.Status(), colours: true);
        Assert.Contains(Colours.Green + "active" + Colours.Reset, coloured, StringComparison.Ordinal);
        foreach (var ansi in new[] { Colours.Green, Colours.Yellow, Colours.Red, Colours.Reset })
        {
            coloured = coloured.Replace(ansi, "", StringComparison.Ordinal);
        }

        Assert.Equal(plain, coloured);
    }

    [Fact]
    public void A_model_without_applications_shows_its_first_line_only()
    {
        var empty = Samples.Status() with { Applications = new Dictionary<string, Howdah.Server.Client.Status.ApplicationStatus>(StringComparer.Ordinal) };
        Assert.Equal(2, StatusTable.Render(empty).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("executing", "running database-relation-changed hook for client/0", "joining", "(database-relation-changed) joining")]
    [InlineData("executing", "running action backup", null, "(backup)")]
    [InlineData("idle", null, "joining", "joining")]
    [InlineData("failed", "cannot be removed: the disk is stuck", "Primary", "(cannot be removed: the disk is stuck) Primary")]
    [InlineData("failed", "no address is free", "no address is free", "no address is free")]
    public void What_the_agent_does_or_fails_in_comes_before_what_the_charm_says(string agent, string? doing, string? message, string shown) =>
        Assert.Equal(shown, UnitMessage.Of(Samples.Unit("active", message, agent, doing)));

    [Theory]
    [InlineData("etcd", "etcd/0")]
    [InlineData("postgresql-k8s/0", "postgresql-k8s/0")]
    [InlineData("postgresql*", "postgresql-k8s/0 postgresql-k8s/1")]
    [InlineData("*/leader", "")]
    [InlineData("postgresql-k8s/leader", "postgresql-k8s/0")]
    [InlineData("nothing", "")]
    public void A_filter_leaves_what_it_names(string pattern, string units) => Assert.Equal(
        units,
        string.Join(' ', StatusFilter.Apply(Samples.Status(), [pattern]).Applications.Values.SelectMany(application => application.Units!.Keys)));

    [Theory]
    [InlineData("", "")]
    [InlineData("80/tcp", "80/tcp")]
    [InlineData("80/tcp 443/tcp 53/udp", "80,443/tcp 53/udp")]
    [InlineData("icmp 80/tcp", "icmp 80/tcp")]
    public void Ports_are_grouped_by_protocol(string ports, string expected) =>
        Assert.Equal(expected, PortList.Compact(ports.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
