using Howdah.Ops.Testing;
using Howdah.Ops.Tests.Events;

namespace Howdah.Ops.Tests.Scenarios;

public sealed class UnitTests
{
    private static Task<ScenarioResult> RunAsync(State state, Action<ScriptedCharm> act) =>
        ScriptedCharm.Scenario(charm => charm.When(charm.On.Start, _ => act(charm))).RunAsync(Trigger.Start, state);

    [Fact]
    [Trait("Acceptance", "53")]
    public async Task What_is_logged_arrives_with_its_level()
    {
        var result = await RunAsync(new State(), charm =>
        {
            charm.Log.Info("i");
            charm.Log.Warning("w");
            charm.Log.Error("e");
        });

        Assert.Equal(
            [("INFO", "i"), ("WARNING", "w"), ("ERROR", "e")],
            result.Logs.Where(line => line.Message.Length == 1).Select(line => (line.Level, line.Message)));
    }

    [Fact]
    public async Task Ports_that_are_set_are_the_ports_that_are_open()
    {
        var result = await RunAsync(
            new State { Ports = [Port.Tcp(80), Port.Tcp(443)] }, charm =>
                charm.Unit.SetPorts(Port.Tcp(443), Port.Parse("8000-8010/udp")));

        Assert.Equal(["443/tcp", "8000-8010/udp"], result.State.Ports.Select(p => p.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(3, result.Commands.Count);
    }

    [Theory]
    [InlineData("80/tcp", "tcp", 80, null)]
    [InlineData("80", "tcp", 80, null)]
    [InlineData("1-2/udp", "udp", 1, 2)]
    [InlineData("icmp", "icmp", 0, null)]
    public void A_port_is_read(string text, string protocol, int number, int? to) =>
        Assert.Equal(new Port(protocol, number, to), Port.Parse(text));

    [Fact]
    public async Task Leadership_is_asked_once()
    {
        var result = await RunAsync(
            new State { Leader = true }, charm => Assert.True(charm.Unit.IsLeader && charm.Unit.IsLeader));

        Assert.Single(result.Commands);
    }

    [Fact]
    public async Task The_unit_knows_its_names_planned_units_address_storage_and_version()
    {
        var state = new State { PlannedUnits = 3, Storages = [new StorageState("my-disk", 1, "/disk")] };
        var result = await RunAsync(state, charm =>
        {
            Assert.Equal(("tested/0", 0, "tested-0"), (charm.Unit.Name, charm.Unit.Number, charm.Unit.HostName));
            Assert.Equal(("tested", 3, "test"), (charm.App.Name, charm.App.PlannedUnits, charm.Model.Name));
            Assert.Equal(("192.0.2.0", "192.0.2.0"),
                (charm.Model.GetNetwork("peers").BindAddress, charm.Model.GetNetwork("peers").IngressAddress));
            Assert.Equal("/disk", Assert.Single(charm.Model.GetStorages("my-disk")).Location);
            charm.Unit.SetWorkloadVersion("15.6");
            charm.Model.RequestStorage("my-disk", 2);
        });

        Assert.Equal("15.6", result.State.WorkloadVersion);
        Assert.Equal(2, result.RequestedStorages["my-disk"]);
    }

    [Fact]
    public async Task What_is_stored_is_saved_only_when_it_changed()
    {
        var first = await RunAsync(new State(), charm => charm.Stored["key"] = "value");
        var second = await RunAsync(first.State, charm => Assert.Equal("value", charm.Stored["key"]));
        var third = await RunAsync(second.State, charm => charm.Stored["key"] = null);

        Assert.Same(first.State.Charm, second.State.Charm);
        Assert.Empty(third.State.Charm.Stored["charm"]);
    }
}
