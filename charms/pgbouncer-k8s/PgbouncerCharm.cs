using System.Globalization;
using System.Net;
using Howdah.Charms.PgbouncerK8s.Following;
using Howdah.Charms.PgbouncerK8s.Pools;
using Howdah.Interfaces;
using Howdah.Ops;
using Howdah.Pebble.Client;

namespace Howdah.Charms.PgbouncerK8s;

/// <summary>
/// PgBouncer before a PostgreSQL cluster. What its clients ask for it asks of the cluster in turn; the primary is followed by a process
/// of its own (<see cref="Following.Follower"/>), without the charm.
/// </summary>
public sealed class PgbouncerCharm : ReconcilingCharm
{
    private const string Backend = "backend-database";
    private const string Database = "database";
    private const string Peers = "pgb-peers";
    private const string AddressKey = "address";
    private const string ConsoleDatabase = "pgbouncer";

    private static readonly PathOptions Secret = new()
    {
        User = WorkloadPaths.User,
        Group = WorkloadPaths.User,
        Permissions = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    private readonly PostgresqlClientRequirer backend;
    private readonly PostgresqlClientProvider clients;
    private readonly TlsCertificatesRequirer certificates;
    private readonly Container container;
    private string address = "";

    /// <summary>The charm.</summary>
    public PgbouncerCharm(CharmContext context)
        : base(context)
    {
        backend = new(context, Backend);
        clients = new(context, Database);
        certificates = new(context);
        container = Model.GetContainer(WorkloadPaths.Container);
        var workload = On.Container(WorkloadPaths.Container);
        ReconcileOn(
            [
                On.Start, On.LeaderElected, On.ConfigChanged, On.UpgradeCharm, On.UpdateStatus,
                workload.PebbleReady, workload.CheckFailed, workload.CheckRecovered,
            ]);
        ReconcileOn(On.Relation(Peers).All);
        ReconcileOn(backend.Events);
        ReconcileOn(clients.Events);
        ReconcileOn(certificates.Events);
        Observe(On.Relation(Database).Broken, OnClientGone);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ReconcileStep> Steps =>
    [
        new("read the options", CheckOptions),
        new("tell the peers where we are", TellPeers),
        new("ask the cluster", Ask),
        new("have a certificate", FindCertificate),
        new("run PgBouncer", RunAsync),
        new("serve the clients", Serve),
    ];

    private PgbouncerOptions Options => field ??= Config.Load(PgbouncerJson.Default.PgbouncerOptions);

    private StepResult CheckOptions() => Options.FindRefusal() is { } refusal
        ? Blocked($"Configuration Error: {refusal.Option}: {refusal.Reason}").For(Need.Option(refusal.Option))
        : Done;

    private StepResult TellPeers()
    {
        if (Model.GetRelation(Peers) is not { } peers || Model.GetNetwork(Peers).BindAddress is not { } own)
        {
            return Waiting("waiting for an address");
        }

        peers.UnitData.Set(AddressKey, address = own);
        return Done;
    }

    private Relation? Cluster => backend.Relations is [var relation, ..] ? relation : null;

    private StepResult Ask()
    {
        if (Cluster is not { } cluster)
        {
            return Blocked($"Missing relation: {Backend} (howdah integrate {App.Name}:{Backend} postgresql-k8s:database)").For(Need.Relation(Backend));
        }

        backend.Request(cluster, App.Name, [PooledClients.Role]);
        if (Unit.IsLeader)
        {
            PooledClients.Request(cluster, clients.GetRequests()
                .Where(r => FindRefusal(r) is null).Select(r => new PooledRequest(r.Relation.Id, r.Database, r.ExtraUserRoles)));
        }

        return backend.Find(cluster) is null || PooledClients.FindAnswer(Model, cluster).Members is []
            ? Waiting($"waiting for {cluster.RemoteApp}").For(Need.Relation(Backend))
            : Done;
    }

    // PgBouncer 1.18 reads no other names from its file, whatever its manual says, and keeps one to itself.
    private static string? FindRefusal(DatabaseRequest request) =>
        request.Database is ConsoleDatabase || !request.Database.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            ? $"invalid database name for PgBouncer: {request.Database} (letters, digits, _ - . can be, {ConsoleDatabase} cannot)"
            : null;

    private StepResult FindCertificate()
    {
        if (certificates.Relation is not { } relation)
        {
            if (certificates.Find() is not null)
            {
                certificates.Forget();
            }

            return Done;
        }

        certificates.Request(new(Unit.HostName, [Unit.HostName, $"{Unit.HostName}.{App.Name}-endpoints"], [IPAddress.Parse(address)]));
        return certificates.Find() is null
            ? Waiting($"waiting for {relation.RemoteApp} to sign a certificate").For(Need.Relation("certificates")).AndGoOn()
            : Done;
    }

    private async Task<StepResult> RunAsync(CancellationToken cancellation)
    {
        var grant = backend.Find(Cluster!)!;
        var answer = PooledClients.FindAnswer(Model, Cluster!);
        var trusted = grant.Tls ? grant.TlsCa : null;
        var certificate = certificates.Find();
        PathOptions folder = new() { MakeParents = true, User = WorkloadPaths.User, Group = WorkloadPaths.User };
        await container.MakeDirectoryAsync(WorkloadPaths.Folder, folder, cancellation);
        await container.MakeDirectoryAsync(WorkloadPaths.Sockets, folder, cancellation);
        var ini = new PgbouncerIni
        {
            Address = address,
            PoolMode = Options.PoolMode,
            Sizes = PoolSizes.Of(Options.MaxDbConnections, App.PlannedUnits),
            MaxClients = Options.MaxClientConnections,
            QueryWaitSeconds = Options.QueryWaitTimeout,
            VerifiesMembers = trusted is not null,
            HasCertificate = certificate is not null,
        };
        var settings = new FollowerSettings
        {
            Unit = Unit.Name,
            Members = answer.Members,
            Database = grant.Database,
            Username = grant.Username,
            Password = grant.Password,
            Trusted = trusted,
            Pooled = [.. answer.Grants.Values.Select(g => g.Database).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Console = WorkloadPaths.Console,
            DatabasesFile = WorkloadPaths.Databases,
            LongestPauseSeconds = Options.MaxPause,
            Heartbeat = WorkloadPaths.Heartbeat,
        };
        if (!await container.ExistsAsync(WorkloadPaths.Databases, cancellation))
        {
            // Once it runs, the follower knows better.
            await container.PushAsync(WorkloadPaths.Databases, "", Secret, cancellation);
        }

        var changed = await container.EnsureFileAsync(WorkloadPaths.Authorities, trusted ?? "", Secret, cancellation)
            | await container.EnsureFileAsync(WorkloadPaths.OwnAuthorities, certificate?.Trusted ?? "", Secret, cancellation)
            | await container.EnsureFileAsync(WorkloadPaths.PrivateKey, certificate?.PrivateKey ?? "", Secret, cancellation)
            | await container.EnsureFileAsync(WorkloadPaths.Certificate, certificate?.Certificates ?? "", Secret, cancellation)
            | await container.EnsureFileAsync(WorkloadPaths.Ini, ini.Render(), Secret, cancellation)
            | await container.EnsureFileAsync(WorkloadPaths.Users, UserList(grant), Secret, cancellation)
            | await container.EnsureFileAsync(WorkloadPaths.Follower, settings.ToJson(), Secret, cancellation);

        // Heard when this hook ends, so after it is so.
        PooledClients.SetVerifies(Cluster!, ini.VerifiesMembers);
        var executable = await container.EnsureOwnExecutableAsync(WorkloadPaths.Executables, "follower", cancellation);
        if (await container.EnsureLayerAsync(PgbouncerLayer.Pooler, PgbouncerLayer.Of(executable, address), cancellation))
        {
            return Maintenance("starting PgBouncer").AndGoOn();
        }

        if (changed)
        {
            // It has PgBouncer read its files at a moment that costs no client anything.
            await container.SendSignalAsync("SIGHUP", PgbouncerLayer.Follower, cancellation);
        }

        return Done;
    }

    /// <summary>The user that looks for the verifiers of all others.</summary>
    private static string UserList(DatabaseGrant grant) => $"{Quoted(grant.Username)} {Quoted(grant.Password)}\n";

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private StepResult Serve()
    {
        if (!Unit.IsLeader)
        {
            return Done;
        }

        var answer = PooledClients.FindAnswer(Model, Cluster!);
        var version = Cluster!.RemoteAppData.Find("version");
        var (refused, waiting) = (new List<string>(), new List<string>());
        foreach (var request in clients.GetRequests())
        {
            if ((FindRefusal(request) ?? answer.Refusals.GetValueOrDefault(request.Relation.Id)) is { } refusal)
            {
                refused.Add($"{refusal} (relation {request.Relation.Key} with {request.Relation.RemoteApp})");
            }
            else if (answer.Grants.GetValueOrDefault(request.Relation.Id) is { } grant)
            {
                clients.Publish(request, GrantOf(grant, version));
            }
            else
            {
                waiting.Add(request.Relation.RemoteApp);
            }
        }

        return refused.Count > 0 ? Blocked(string.Join("; ", refused))
            : waiting.Count > 0 ? Waiting($"waiting for {Cluster!.RemoteApp} to serve {string.Join(", ", waiting)}").For(Need.Relation(Backend))
            : Done;
    }

    private DatabaseGrant GrantOf(PooledGrant grant, string? version)
    {
        var endpoints = string.Join(',', Addresses.Select(Endpoint));
        return new(grant.Database, grant.Username, grant.Password, endpoints)
        {
            Version = version,
            Tls = certificates.Find() is not null,
            TlsCa = certificates.Find()?.Trusted,
            Uris = Uri(grant.Database),
            ReadOnlyUris = Uri(grant.Database + DatabasesFile.ReadOnlySuffix),
        };

        string Uri(string database) =>
            $"postgresql://{grant.Username}:{grant.Password}@{endpoints}/{System.Uri.EscapeDataString(database)}"
            + (certificates.Find() is null ? "" : "?sslmode=require");
    }

    private IEnumerable<string> Addresses
    {
        get
        {
            var peers = Model.GetRelation(Peers)!;
            return peers.Units.Append(Unit.Name).OrderBy(u => int.Parse(u.AsSpan(u.LastIndexOf('/') + 1), CultureInfo.InvariantCulture))
                .Select(u => peers.DataOf(u).Find(AddressKey)).OfType<string>();
        }
    }

    private static string Endpoint(string host) => string.Create(
        CultureInfo.InvariantCulture, $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{WorkloadPaths.Port}");

    // When it is this unit that goes, the next leader publishes anew: what the cluster granted stays.
    private void OnClientGone(RelationBrokenEvent e)
    {
        if (Unit.IsLeader)
        {
            clients.Withdraw(e.Relation);
        }
    }
}
