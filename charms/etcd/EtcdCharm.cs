using System.Net.Sockets;
using Howdah.Interfaces;
using Howdah.Ops;
using Howdah.Pebble.Client;

namespace Howdah.Charms.Etcd;

/// <summary>Runs one member of etcd and tells the related applications where it is.</summary>
public sealed class EtcdCharm : ReconcilingCharm
{
    private const string Peers = "etcd-peers";
    private const string MemberKey = "member";
    private const string Endpoint = "database";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly EtcdClientProvider clients;
    private EtcdMember? member;

    /// <summary>The charm.</summary>
    public EtcdCharm(CharmContext context)
        : base(context)
    {
        clients = new(context, Endpoint);
        var container = On.Container(EtcdMember.Service);
        ReconcileOn(
            [On.Start, On.LeaderElected, On.ConfigChanged, On.UpgradeCharm, On.UpdateStatus, container.PebbleReady, container.CheckFailed, container.CheckRecovered]);
        ReconcileOn(On.Relation(Peers).Created, On.Relation(Peers).Changed);
        ReconcileOn(On.Relation(Endpoint).Created, On.Relation(Endpoint).Changed);
        Observe(On.Relation(Endpoint).Broken, OnClientGone);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ReconcileStep> Steps =>
    [
        new("choose the member", ChooseMember),
        new("find its ports free", FindPortsAsync),
        new("run etcd", RunAsync),
        new("tell the clients", TellClients),
        new("look at its health", HealthAsync),
    ];

    private Container Container => Model.GetContainer(EtcdMember.Service);

    // A second member would have to be added to the running first one before it starts; until that is built, it is refused
    // rather than left to form a cluster of its own.
    private StepResult ChooseMember()
    {
        if (Model.GetRelation(Peers) is not { } peers)
        {
            return Waiting("waiting for the peer relation");
        }

        if (Unit.IsLeader && peers.AppData.Find(MemberKey) is null)
        {
            peers.AppData.Set(MemberKey, Unit.Name);
        }

        return peers.RemoteAppData.Find(MemberKey) switch
        {
            null => Waiting("waiting for the leader to name the member"),
            var name when string.Equals(name, Unit.Name, StringComparison.Ordinal) => Done,
            var name => Blocked($"etcd runs as one member, which is {name}: remove this unit"),
        };
    }

    private async Task<StepResult> FindPortsAsync(CancellationToken cancellation) =>
        await Container.FindServiceAsync(EtcdMember.Service, cancellation) is { Current: "active" }
            ? Done
            : FreePorts(EtcdMember.ClientPort, EtcdMember.PeerPort);

    private async Task<StepResult> RunAsync(CancellationToken cancellation)
    {
        if (Model.GetNetwork(Peers).BindAddress is not { } address)
        {
            return Waiting("waiting for an address");
        }

        member = new(Unit.HostName, address, await VersionAsync(cancellation));
        var layer = member.Layer();
        var plan = await Container.GetPlanAsync(cancellation);
        var service = await Container.FindServiceAsync(EtcdMember.Service, cancellation);
        if (service is { Current: "active" } && layer.IsIn(plan))
        {
            return Done;
        }

        await Container.RunAsync(
            new("chown", $"{EtcdMember.User}:{EtcdMember.User}", EtcdMember.Storage), cancellationToken: cancellation);
        await Container.RunAsync(new("chmod", "0700", EtcdMember.Storage), cancellationToken: cancellation);
        await Container.AddLayerAsync(EtcdMember.Service, layer, cancellationToken: cancellation);
        await Container.BeginReplanAsync(cancellation);
        Unit.SetWorkloadVersion(member.Version);
        return Done;
    }

    private StepResult TellClients()
    {
        if (Unit.IsLeader)
        {
            foreach (var relation in Model.GetRelations(Endpoint))
            {
                EtcdClientProvider.PublishEndpoints(relation, [member!.ClientUrl], member.Version);
            }
        }

        return Done;
    }

    // etcd listens a fraction of a second after its start and no event tells; afterwards its check does.
    private async Task<StepResult> HealthAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };
        using var patience = new CancellationTokenSource(Patience, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(member!.HealthUrl), either.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return Done;
                }
            }
            catch (HttpRequestException error) when (error.InnerException is SocketException)
            {
                // Not listening yet.
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return Waiting("etcd does not answer");
            }

            try
            {
                await Task.Delay(Pause, Time, either.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return Waiting("etcd does not answer");
            }
        }
    }

    private async Task<string> VersionAsync(CancellationToken cancellation)
    {
        var text = (await Container.RunAsync(new("etcd", "--version"), cancellationToken: cancellation)).Stdout;
        var line = text.Split('\n')[0];
        return line[(line.LastIndexOf(' ') + 1)..].Trim();
    }

    private void OnClientGone(RelationBrokenEvent e)
    {
        if (Unit.IsLeader)
        {
            clients.Withdraw(e.Relation);
        }
    }
}
