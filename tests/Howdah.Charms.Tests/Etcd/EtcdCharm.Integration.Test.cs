using System.Net;
using System.Net.Sockets;
using Howdah.Charms.Etcd;
using Howdah.Ops;
using Howdah.Ops.Testing;

namespace Howdah.Charms.Tests.Etcd;

public sealed class EtcdCharmIntegrationTest : IDisposable
{
    private const string Address = "127.63.1.1";
    private readonly Scenario _scenario = new(c => new EtcdCharm(c), CharmFiles.Read("etcd"));
    private readonly RelationState _peers = new("etcd-peers");
    private readonly RelationState _client = new("database") { RemoteApp = "postgresql-k8s" };
    private readonly TcpListener _listener = new(IPAddress.Parse(Address), 2379);

    public EtcdCharmIntegrationTest()
    {
        _listener.Start();
        _ = AnswerAsync();
    }

    public void Dispose() => _listener.Dispose();

    private async Task AnswerAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        }
    }

    private State Ready(string version) => new()
    {
        Leader = true,
        Networks = CharmFiles.At(Address, "etcd-peers"),
        Relations = [_peers, _client],
        Storages = [new("data", 0, "/var/lib/etcd")],
        Containers =
        [
            new("etcd")
            {
                CanConnect = true,
                Execs =
                [
                    new(["etcd", "--version"], $"etcd Version: {version}\nGit SHA: Not provided\n"),
                    new(["chown"]),
                    new(["chmod"]),
                ],
            },
        ],
    };

    [Fact]
    public async Task A_member_starts_and_its_clients_learn_where_it_is()
    {
        var result = await _scenario.RunAsync(Trigger.PebbleReady("etcd"), Ready("3.4.23"));

        var service = result.State.Container("etcd").Plan.Services["etcd"];
        Assert.Contains("--enable-v2=true", service.Command, StringComparison.Ordinal);
        Assert.Contains($"--listen-client-urls http://{Address}:2379", service.Command, StringComparison.Ordinal);
        Assert.Equal("etcd", service.User);
        Assert.Equal("active", result.State.Container("etcd").Services["etcd"]);
        Assert.Equal($"http://{Address}:2379", result.State.Relation(_client).LocalAppData["endpoints"]);
        Assert.Equal("3.4.23", result.State.Relation(_client).LocalAppData["version"]);
        Assert.Equal("3.4.23", result.State.WorkloadVersion);
        Assert.Equal(Status.Active(), result.State.UnitStatus);
    }

    [Fact]
    public async Task The_old_api_is_not_asked_of_a_version_that_has_none()
    {
        var result = await _scenario.RunAsync(Trigger.PebbleReady("etcd"), Ready("3.6.1"));

        Assert.DoesNotContain("--enable-v2", result.State.Container("etcd").Plan.Services["etcd"].Command, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_look_starts_nothing_again()
    {
        var first = await _scenario.RunAsync(Trigger.PebbleReady("etcd"), Ready("3.4.23"));

        var second = await _scenario.RunAsync(Trigger.UpdateStatus, first.State);

        Assert.Equal(Status.Active(), second.State.UnitStatus);
        Assert.DoesNotContain(second.Commands, c => c.Command is "relation-set" or "application-version-set");
    }

    [Fact]
    public async Task A_second_unit_is_told_that_there_is_one_already()
    {
        var peers = _peers with { LocalAppData = CharmFiles.Data(("member", "etcd/0")) };
        var state = Ready("3.4.23") with { Leader = false, PlannedUnits = 2, Relations = [peers] };
        var second = new Scenario(c => new EtcdCharm(c), CharmFiles.Read("etcd")) { UnitNumber = 1 };

        var result = await second.RunAsync(Trigger.PebbleReady("etcd"), state);

        Assert.Equal(Status.Blocked("etcd runs as one member, which is etcd/0: remove this unit"), result.State.UnitStatus);
        Assert.Empty(result.State.Container("etcd").Layers);
    }

    [Fact]
    public async Task A_container_that_is_not_up_is_waited_for()
    {
        var result = await _scenario.RunAsync(Trigger.LeaderElected, Ready("3.4.23") with { Containers = [] });

        Assert.Equal(StatusKind.Waiting, result.State.UnitStatus.Kind);
    }
}
