using Howdah.Charms.PostgresqlK8s.Cluster;
using Howdah.Charms.PostgresqlK8s.Patroni;
using Howdah.Charms.PostgresqlK8s.Workload;
using Howdah.Interfaces;
using Howdah.Ops;

namespace Howdah.Charms.PostgresqlK8s;

/// <summary>
/// A member of a PostgreSQL cluster. Patroni decides who is primary; the charm gives it what it needs, keeps databases and users as the
/// relations ask, and tells clients where the primary is.
/// </summary>
public sealed partial class PostgresqlCharm : ReconcilingCharm
{
    private const string Database = "database";
    private const string Db = "db";
    private const string DbAdmin = "db-admin";
    private const string Store = "etcd";
    private const string Leaving = "leaving";

    private readonly IReadOnlyDictionary<string, IDatabaseProvider> providers;
    private readonly EtcdClientRequirer store;
    private readonly PostgresqlWorkload workload;

    /// <summary>The charm.</summary>
    public PostgresqlCharm(CharmContext context)
        : base(context)
    {
        providers = new Dictionary<string, IDatabaseProvider>(StringComparer.Ordinal)
        {
            [Database] = new PostgresqlClientProvider(context, Database),
            [Db] = new PgsqlProvider(context, Db),
            // The original makes these superusers; what they need is what an administrator of databases has.
            [DbAdmin] = new PgsqlProvider(context, DbAdmin, AccessGroups.Admin),
        };
        store = new(context, Store);
        certificates = new(context, Certificates);
        received = new(context);
        directory = new(context, DirectoryEndpoint);
        workload = new(Model.GetContainer(WorkloadPaths.Container));
        var container = On.Container(WorkloadPaths.Container);
        var others = On.Relation(Peers.Endpoint);
        Observe(On.Start, Stay);
        Observe(container.CustomNotice, ReconcilePatientlyAsync);
        Observe(container.CheckRecovered, ReconcilePatientlyAsync);
        ObserveAll([On.Start, On.ConfigChanged, On.UpgradeCharm, On.UpdateStatus, container.PebbleReady], ReconcileAnewAsync, nameof(ReconcileAnewAsync));
        ReconcileOn(container.CheckFailed);
        Observe(On.LeaderElected, LeadAsync);
        ReconcileOn(others.Changed, others.Departed);
        ReconcileOn(On.Relation(Store).Created, On.Relation(Store).Changed, On.Relation(Store).Broken, On.SecretChanged);
        ReconcileOn([.. certificates.Events, .. received.Events, .. directory.Events]);
        Observe(On.Relation(DirectoryEndpoint).Broken, EndPeopleAsync);
        foreach (var endpoint in providers.Keys.Select(On.Relation))
        {
            ObserveAll([endpoint.Changed, endpoint.Departed, endpoint.Broken], ServeIfLeaderAsync, nameof(ServeIfLeaderAsync));
            Observe(endpoint.Broken, OnClientGone);
        }

        Observe(On.Storage("pgdata").Detaching, LeaveAsync);
        Observe(On.Stop, LeaveAsync);
        ObserveActions();
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ReconcileStep> Steps =>
    [
        new("stay out when the unit goes", CheckLeaving),
        new("tell the peers where we are", TellPeers),
        new("know the passwords", FindPasswords),
        new("tell clients where the primary is", TellClientsAsync),
        new("know the store", FindStore),
        new("have a certificate", FindCertificate),
        new("know what the container has and may use", MeasureAsync),
        new("find its ports free", FindPortsAsync),
        new("find room for its data", CheckVolume),
        new("run PostgreSQL", RunAsync),
        new("let the people of a directory in", KeepPeopleAsync),
        new("forget a password that is no longer pending", ForgetPendingPasswordAsync),
        new("look at PostgreSQL", LookAsync),
        new("agree on TLS", AgreeOnTlsAsync),
        new("mend this member", HealAsync),
        new("tell clients where the primary is now", TellClientsAsync),
        new("keep the cluster's configuration", ConfigureAsync),
        new("restart the members that need it", RestartAsync),
        new("take the passwords of the user's secret", TakePasswordsAsync),
        new("make databases and users", ServeClientsAsync),
    ];

    /// <inheritdoc/>
    protected override Status WhenDone => Status.Active(string.Join(
        ", ",
        ((string?[])[role == MemberRole.Primary ? "Primary" : null, Stored[BackToPlain] is null ? null : "without TLS again", people?.Text]).OfType<string>()));

    private Peers? PeersOrNull => peers ??= Peers.Find(Model);

    private StepResult CheckLeaving() => Stored[Leaving] is null ? Done : Maintenance("leaving the cluster");

    private StepResult TellPeers()
    {
        if (PeersOrNull is null)
        {
            return Waiting("waiting for the peer relation");
        }

        if (Model.GetNetwork(Peers.Endpoint).BindAddress is not { } own)
        {
            return Waiting("waiting for an address");
        }

        address = own;
        peers!.SetAddress(own);
        if (Unit.IsLeader)
        {
            peers.EnsureClusterId();
        }

        return Done;
    }

    private StepResult FindPasswords()
    {
        passwords = null;
        return FindKnownPasswords() is null || peers!.ClusterId is null ? Waiting("waiting for the leader to make the passwords") : Done;
    }

    private StepResult FindStore()
    {
        if (store.Relation is null)
        {
            return Blocked("Missing relation: etcd (howdah integrate postgresql-k8s:etcd etcd)").For(Need.Relation("etcd"));
        }

        store.Request(Namespace);
        grant = store.Find();
        return grant is null ? Waiting("waiting for etcd").For(Need.Relation("etcd")) : Done;
    }

    private string Namespace => $"/howdah/{peers!.ClusterId}/";

    private void Stay(LifecycleEvent e) => Stored[Leaving] = null;

    // Patroni calls when a standby has started or follows another primary, and the check when PostgreSQL runs again: that it streams is
    // worth a short wait, as no later event would tell. The leader's is shorter, for the next event may be of a new primary.
    private Task ReconcilePatientlyAsync(CharmEvent e, CancellationToken cancellation)
    {
        patience = TimeSpan.FromSeconds(Unit.IsLeader ? 1 : 5);
        return ReconcileAsync(cancellation);
    }

    // What a container has and may use changes seldom, so it is not looked at after a failover.
    private Task ReconcileAnewAsync(CharmEvent e, CancellationToken cancellation)
    {
        measures = true;
        return ReconcileAsync(cancellation);
    }

    // What the leader before us told the clients since we last led is not known.
    private Task LeadAsync(LifecycleEvent e, CancellationToken cancellation)
    {
        Stored[ToldOf] = Stored[AllServed] = null;
        return ReconcileAsync(cancellation);
    }

    // Databases and users are the leader's work; the other units have nothing to do with a client. When all clients had been served, only
    // this one is another than before, and all but what it asked for is as it was, the unit's status too.
    private async Task ServeIfLeaderAsync(CharmEvent e, CancellationToken cancellation)
    {
        // Units say nothing over this interface that their application does not, but that a pooler takes connections without TLS again.
        var returns = IsReturningToPlain;
        var isOfUnit = e is RelationDepartedEvent or RelationChangedEvent { Unit: not null, Relation.Endpoint: Database };
        if (!returns && ((isOfUnit && Stored[AllServed] is not null) || !Unit.IsLeader))
        {
            return;
        }

        client = !returns && PeersOrNull is not null && IsAllServed ? (e as RelationEvent)?.Relation : null;
        Stored[AllServed] = null;
        if (client is null || !await ServeAloneAsync(cancellation))
        {
            await ReconcileAsync(cancellation);
        }
    }

    private async Task<bool> ServeAloneAsync(CancellationToken cancellation) =>
        CheckLeaving() == Done && PeersOrNull is not null && FindPasswords() == Done && await ServeClientsAsync(cancellation) == Done;

    // A unit that goes leaves its relations too, while the application and its client stay related.
    private void OnClientGone(RelationBrokenEvent e)
    {
        if (Unit.IsLeader && Stored[Leaving] is null)
        {
            providers[e.Relation.Endpoint].Withdraw(e.Relation);
        }
    }
}
