using System.Security.Cryptography;
using System.Text;
using Howdah.Charms.PostgresqlK8s.Actions;
using Howdah.Charms.PostgresqlK8s.Cluster;
using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Charms.PostgresqlK8s.Databases;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Charms.PostgresqlK8s.Workload;
using Howdah.Interfaces;
using Howdah.Ops;
using Howdah.Pebble.Client;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s;

/// <summary>What the leader does for the whole cluster, on whichever unit the primary is.</summary>
public sealed partial class PostgresqlCharm
{
    private const string PluginsDone = "plugins";
    private const string ToldOf = "told-of";
    private const string AllServed = "all-served";
    private const string ToldNotice = "howdah.dev/clients-told";

    private Relation? client;

    private string Trust => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(Trusted ?? "")));

    // Where and how to connect, and all that is given to clients because of it.
    private string Told => $"{peers!.View.Endpoints} {peers.View.ReadOnlyEndpoints} {Trust}";

    private string Given => $"{Told} {string.Join(',', peers!.Endpoints)}";

    // A hook is heard when it ends. So this one ends as soon as every client is told of another primary, and a notice brings the next one,
    // in which they get their connection strings: with fifty clients that is seconds later. Whom to trust they learn with everything else,
    // before the members speak TLS otherwise.
    private async Task<StepResult> TellClientsAsync(CancellationToken cancellation)
    {
        if (!Unit.IsLeader
            || peers!.View is not { Endpoints: { } writers, ReadOnlyEndpoints: { } readers } view
            || string.Equals(Stored[ToldOf], Told, StringComparison.Ordinal))
        {
            return Done;
        }

        var isTrustTold = Stored[ToldOf]?.EndsWith(Trust, StringComparison.Ordinal) is true;
        Stored[ToldOf] = Told;
        var clients = Clients.Where(r => r.IsActive).ToList();
        if (isTrustTold && clients.Count > 0 && await TryComeAgainAsync(cancellation))
        {
            foreach (var relation in clients)
            {
                providers[relation.Endpoint].PublishEndpoints(relation, writers, readers);
            }

            return Maintenance("telling clients where the primary is");
        }

        foreach (var request in FindRequests(clients))
        {
            var provider = providers[request.Relation.Endpoint];
            if (provider.FindPassword(request) is { } password)
            {
                provider.Publish(request, GrantOf(request, password, view, request.Relation.AppData.Find("version")));
            }
        }

        return Done;
    }

    // False while our container is down.
    private async Task<bool> TryComeAgainAsync(CancellationToken cancellation)
    {
        try
        {
            await Model.GetContainer(WorkloadPaths.Container).Pebble.NotifyAsync(ToldNotice, cancellationToken: cancellation);
            return true;
        }
        catch (PebbleException)
        {
            return false;
        }
    }

    private bool IsAllServed => string.Equals(Stored[AllServed], Given, StringComparison.Ordinal);

    private IEnumerable<Relation> Clients => providers.Values.SelectMany(p => p.Relations).OrderBy(r => r.Id);

    private IEnumerable<DatabaseRequest> FindRequests(IEnumerable<Relation> relations) =>
        relations.Where(r => r.IsActive).Select(r => providers[r.Endpoint].FindRequest(r)).OfType<DatabaseRequest>();

    private async Task<StepResult> TakePasswordsAsync(CancellationToken cancellation)
    {
        if (!Unit.IsLeader || peers!.View.Primary is not { } primary)
        {
            return Done;
        }

        var option = GeneralOptions.SystemUsers.Name;
        IReadOnlyDictionary<string, string> wanted;
        try
        {
            if (Config.GetSecret(option) is not { } secret)
            {
                return Done;
            }

            wanted = secret.Refresh();
        }
        catch (HookCommandException error)
        {
            return Refuse([new(option, $"{option} cannot be read: {error.Message}; howdah grant-secret SECRET {App.Name}")]);
        }

        if (SystemUsersSecret.FindRefusal(wanted) is { } refusal)
        {
            return Refuse([new(option, refusal)]);
        }

        foreach (var (user, password) in wanted.Where(w => !string.Equals(passwords![w.Key], w.Value, StringComparison.Ordinal)))
        {
            try
            {
                await PasswordActions.ChangeAsync(user, password, passwords!, primary, Pending, cancellation);
                Noted();
                Log.Info($"The password of {user} is that of the secret now");
            }
            catch (NpgsqlException error)
            {
                Log.Warning($"The password of {user} could not be changed on {primary.Unit}: {error.Message}");
                return Waiting("waiting for the primary to take a password").AndGoOn();
            }
        }

        return Done;
    }

    private async Task<StepResult> ServeClientsAsync(CancellationToken cancellation)
    {
        if (!Unit.IsLeader)
        {
            return Done;
        }

        if (providers[Db].Relations.Concat(providers[DbAdmin].Relations).Any() && providers[Database].Relations.Count > 0)
        {
            return Blocked("Please choose one endpoint to use. No need to relate all of them simultaneously!").For(Need.Relation(Database));
        }

        if (peers!.View.Primary is not { } primary)
        {
            return Waiting("waiting for a primary");
        }

        if (IsAllServed && !measures)
        {
            return Done;
        }

        try
        {
            await using var session = await OpenAsync("postgres");
            var databases = new RelationDatabases(session, OpenAsync);
            if (client is null)
            {
                await RoleSetup.EnsureAsync(session, passwords!, cancellation);
                await databases.RemoveOthersAsync([.. Clients.SelectMany(UsersOf)], null, cancellation);
            }
            else
            {
                await databases.RemoveOthersAsync(client.IsActive ? [.. UsersOf(client)] : [], client.Id, cancellation);
            }

            var refused = new List<string>();
            foreach (var request in FindRequests(client is null ? Clients : [client]))
            {
                if (await ServeAsync(request, databases, session.ServerVersion, cancellation) is { } refusal)
                {
                    refused.Add($"{refusal} (relation {request.Relation.Key} with {request.Relation.RemoteApp})");
                }
            }

            Stored[AllServed] = null;
            if (refused.Count > 0)
            {
                return Blocked(string.Join("; ", refused));
            }

            // A client that goes makes no database.
            if (client is not { IsActive: false } && Refusals.Count == 0
                && await EnsurePluginsAsync(new(session, OpenAsync), cancellation) is { Count: > 0 } useless)
            {
                return Refuse(useless);
            }

            Stored[AllServed] = Given;
            return Done;
        }
        catch (NpgsqlException error)
        {
            // A primary that has just gone: the notice of the next one brings us back.
            Log.Warning($"The primary {primary.Unit} could not be used: {error.Message}");
            return Waiting("waiting for the primary to take connections");
        }

        Task<PostgresSession> OpenAsync(string database) => PostgresSession.OpenForSetupAsync(
            primary.Address, passwords!.Of(SystemUsers.Operator), database, cancellation);
    }

    // A database is looked into when it is new, and all are when an option is another than the last time.
    private async Task<IReadOnlyList<OptionRefusal>> EnsurePluginsAsync(PluginSetup setup, CancellationToken cancellation)
    {
        var databases = await setup.FindDatabasesAsync(cancellation);
        var plugins = string.Join(',', Plugin.All.Where(Settings.Has).Select(p => p.Name));
        var done = Stored[PluginsDone]?.Split('|') is [var former, var seen] && string.Equals(former, plugins, StringComparison.Ordinal)
            ? seen.Split(',')
            : [];
        if (databases.Except(done, StringComparer.Ordinal).ToList() is not { Count: > 0 } others)
        {
            return [];
        }

        var refused = await setup.EnsureAsync(Settings, others, cancellation);
        Stored[PluginsDone] = refused.Count == 0 ? $"{plugins}|{string.Join(',', databases)}" : null;
        return refused;
    }

    private async Task<string?> ServeAsync(
        DatabaseRequest request, RelationDatabases databases, string serverVersion, CancellationToken cancellation)
    {
        var rights = RequestVerdict.Of(request, Settings);
        if (rights.Refusal is { } refusal)
        {
            return refusal;
        }

        var user = PostgresqlClientProvider.UsernameOf(request.Relation);
        var provider = providers[request.Relation.Endpoint];
        var password = provider.FindPassword(request) ?? GeneratedPassword.Create();
        if (await databases.EnsureAsync(request.Database, user, password, rights, cancellation) is { } failure)
        {
            return failure;
        }

        provider.Publish(request, GrantOf(request, password, peers!.View, serverVersion));
        if (rights.Groups.Contains(AccessGroups.Pooler, StringComparer.Ordinal))
        {
            await ServePooledAsync(request.Relation, databases, cancellation);
        }

        return null;
    }

    // The pooler tells its clients why one is refused: they are not related to us.
    private async Task ServePooledAsync(Relation pooler, RelationDatabases databases, CancellationToken cancellation)
    {
        var known = PooledClients.FindPublished(Model, pooler);
        var (grants, refusals) = (new Dictionary<int, PooledGrant>(), new Dictionary<int, string>());
        foreach (var wanted in PooledClients.FindRequests(pooler))
        {
            var rights = RequestVerdict.Of(wanted.Database, wanted.ExtraUserRoles);
            PooledGrant granted = new(
                wanted.Database,
                PostgresqlClientProvider.UsernameOf(pooler, wanted.Client),
                known.GetValueOrDefault(wanted.Client)?.Password ?? GeneratedPassword.Create());
            if ((rights.Refusal
                ?? await databases.EnsureAsync(granted.Database, granted.Username, granted.Password, rights, cancellation)
                ?? await databases.EnsurePoolersAsync(granted.Database, cancellation)) is { } refusal)
            {
                refusals[wanted.Client] = refusal;
            }
            else
            {
                grants[wanted.Client] = granted;
            }
        }

        PooledClients.Publish(Model, pooler, new(peers!.Endpoints, grants, refusals));
    }

    private static IEnumerable<string> UsersOf(Relation relation) => PooledClients.FindRequests(relation).Select(r => (int?)r.Client)
        .Append(null).Select(client => PostgresqlClientProvider.UsernameOf(relation, client));

    private DatabaseGrant GrantOf(DatabaseRequest request, string password, ClusterView view, string? serverVersion)
    {
        var user = PostgresqlClientProvider.UsernameOf(request.Relation);
        var trusted = Trusted;
        return new(request.Database, user, password, view.Endpoints!)
        {
            ReadOnlyEndpoints = view.ReadOnlyEndpoints,
            Version = serverVersion,
            Tls = trusted is not null,
            TlsCa = trusted,
            Uris = Uri(view.Endpoints!),
            ReadOnlyUris = Uri(view.ReadOnlyEndpoints!),
        };

        string Uri(string endpoints) =>
            $"postgresql://{user}:{password}@{endpoints}/{System.Uri.EscapeDataString(request.Database)}"
            + (trusted is null ? "" : "?sslmode=require");
    }
}
