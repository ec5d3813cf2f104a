using Howdah.Interfaces;
using Howdah.Pebble.Client;

namespace Howdah.Ops.TestCharm;

/// <summary>A charm that uses all that there is, as a real one would.</summary>
internal sealed class EverythingCharm : ReconcilingCharm
{
    private const string Workload = "work-load";
    private readonly PostgresqlClientProvider database;
    private readonly EtcdClientRequirer etcd;

    public EverythingCharm(CharmContext context)
        : base(context)
    {
        database = new PostgresqlClientProvider(context, "database");
        etcd = new EtcdClientRequirer(context, "etcd");
        ReconcileOn(
        [
            On.Install, On.ConfigChanged, On.LeaderElected, On.Start, .. On.Container(Workload).All,
            .. On.Relation("peers").All, .. database.Events, .. etcd.Events,
        ]);
        Observe(On.UpdateStatus, OnUpdateStatus);
        Observe(On.Storage("data").Attached, OnAttached);
        Observe(On.Container(Workload).CustomNotice, OnNoticeAsync);
        Observe(On.Action("greet"), OnGreet);
        Observe(On.Action("explode"), _ => throw new InvalidOperationException("it exploded"));
        Observe(On.Stop, e => Log.Info("stopping"));
    }

    protected override IReadOnlyList<ReconcileStep> Steps =>
    [
        new("configuration", ReadOptions),
        new("store", AskForStore),
        new("passwords", MakePasswords),
        new("workload", RunWorkloadAsync),
        new("clients", ServeClients),
    ];

    protected override Status WhenDone => Status.Active(Unit.IsLeader ? "Primary" : "");

    private EverythingOptions Options => field ??= Config.Load(EverythingJson.Default.EverythingOptions);

    private StepResult ReadOptions() => Options.Fast && Options.Workers > 100 ? Blocked("too many for a fast one") : Done;

    private StepResult AskForStore()
    {
        etcd.Request("/everything/");
        return etcd.Find() is null ? Waiting("for etcd").For(Need.Relation("etcd")) : Done;
    }

    private StepResult MakePasswords()
    {
        if (Model.GetRelation("peers") is not { } peers)
        {
            return Waiting("for the peer relation");
        }

        peers.UnitData.Set("host", Unit.HostName);
        if (Model.FindSecret("passwords") is null)
        {
            if (!Unit.IsLeader)
            {
                return Waiting("for the leader's passwords");
            }

            App.AddSecret(new Dictionary<string, string> { ["operator"] = "pw-1" }, new SecretOptions { Label = "passwords" });
        }

        return Done;
    }

    private async Task<StepResult> RunWorkloadAsync(CancellationToken cancellationToken)
    {
        var container = Model.GetContainer(Workload);
        if (!await container.CanConnectAsync(cancellationToken))
        {
            return Waiting("for the container");
        }

        var text = $"workers={Options.Workers}\nstore={etcd.Find()}\n";
        var changed = await container.EnsureFileAsync(
            "/etc/work/load.conf", text, new PathOptions { MakeParents = true }, cancellationToken);
        await container.AddLayerAsync("work", WorkLayer(), cancellationToken: cancellationToken);
        await container.BeginReplanAsync(cancellationToken);
        if (changed)
        {
            Log.Info("configuration changed");
        }

        return Done;
    }

    private StepResult ServeClients()
    {
        if (!Unit.IsLeader)
        {
            return Done;
        }

        foreach (var request in database.GetRequests())
        {
            var user = PostgresqlClientProvider.UsernameOf(request.Relation);
            var password = database.FindPassword(request) ?? "pw-" + request.Database;
            database.Publish(request, new DatabaseGrant(request.Database, user, password, "primary:5432")
            {
                ReadOnlyEndpoints = "replica:5432",
                Version = "15.6",
                Uris = $"postgresql://{user}:{password}@primary:5432/{request.Database}",
            });
        }

        return Done;
    }

    private static Layer WorkLayer() => new()
    {
        Services = new Dictionary<string, Service>
        {
            ["work"] = new("sleep 1000") { Enabled = true, Environment = new Dictionary<string, string> { ["MODE"] = "yes" } },
        },
        Checks = new Dictionary<string, Check>
        {
            ["works"] = new() { Level = CheckLevel.Alive, Period = TimeSpan.FromSeconds(1), Exec = new ExecCheck("true") },
        },
    };

    private void OnUpdateStatus(LifecycleEvent e)
    {
        Stored["count"] = $"{int.Parse(Stored["count"] ?? "0", System.Globalization.CultureInfo.InvariantCulture) + 1}";
        if (Stored["count"] != "3")
        {
            e.Defer();
        }
    }

    private void OnAttached(StorageEvent e) => Stored["location"] = e.Storage.Location;

    private async Task OnNoticeAsync(PebbleNoticeEvent e, CancellationToken cancellationToken)
    {
        var notice = await e.GetNoticeAsync(cancellationToken);
        Stored["notice"] = $"{e.NoticeKey} {notice.LastData.GetValueOrDefault("role")}";
    }

    private void OnGreet(ActionEvent e)
    {
        var greeting = e.Load(EverythingJson.Default.Greeting);
        if (greeting.Name is "nobody")
        {
            e.Fail("nobody to greet");
            return;
        }

        e.Log("greeting");
        e.SetResult("text", $"{greeting.Word} {greeting.Name}");
        e.SetResult("nested.loud", greeting.Loud ? "yes" : "no");
    }
}
