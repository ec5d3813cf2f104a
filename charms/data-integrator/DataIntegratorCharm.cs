using Howdah.Interfaces;
using Howdah.Ops;

namespace Howdah.Charms.DataIntegrator;

/// <summary>Asks databases for a user each and shows what it was given to a person.</summary>
public sealed class DataIntegratorCharm : ReconcilingCharm
{
    private const string Endpoint = "postgresql";

    private readonly PostgresqlClientRequirer database;

    /// <summary>The charm.</summary>
    public DataIntegratorCharm(CharmContext context)
        : base(context)
    {
        database = new(context, Endpoint);
        ReconcileOn([On.Start, On.LeaderElected, On.ConfigChanged, On.UpgradeCharm, On.UpdateStatus, .. database.Events]);
        Observe(On.Action("get-credentials"), GetCredentials);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ReconcileStep> Steps =>
    [
        new("read the options", CheckOptions),
        new("ask for the database", Ask),
    ];

    private DataIntegratorOptions Options => field ??= Config.Load(DataIntegratorJson.Default.DataIntegratorOptions);

    private StepResult CheckOptions() => Options.Database.Length == 0
        ? Blocked("Please specify either topic, index, database name, or prefix (for PostgreSQL: the option database-name)")
            .For(Need.Option("database-name"))
        : Done;

    private StepResult Ask()
    {
        if (database.Relations is [])
        {
            return Blocked("Please relate the data-integrator with the desired product").For(Need.Relation(Endpoint));
        }

        foreach (var relation in database.Relations)
        {
            if (database.Find(relation) is not { } grant)
            {
                database.Request(relation, Options.Database, Options.Roles);
            }
            else if (!string.Equals(grant.Database, Options.Database, StringComparison.Ordinal))
            {
                // The name is part of what was made: another one needs another relation.
                return Blocked($"To change database name: {grant.Database}, please remove relation and add it again");
            }
            else if (database.FindRequestedRoles(relation) is { } asked && !DataIntegratorOptions.Split(asked).SequenceEqual(Options.Roles, StringComparer.Ordinal))
            {
                return Blocked("To change extra user roles, please remove relation and add it again");
            }
        }

        return database.Relations.Where(r => database.Find(r) is null).Select(r => r.RemoteApp).ToList() is { Count: > 0 } silent
            ? Waiting($"waiting for the database and its credentials from {string.Join(", ", silent)}").For(Need.Relation(Endpoint))
            : Done;
    }

    private void GetCredentials(ActionEvent e)
    {
        if (Options.Database.Length == 0)
        {
            e.Fail("The database name is not set: howdah config data-integrator database-name=NAME");
            return;
        }

        if (database.Relations is [])
        {
            e.Fail("There is no relation to a database: howdah integrate data-integrator:postgresql postgresql-k8s:database");
            return;
        }

        var granted = database.Relations.Select(r => (r.RemoteApp, Grant: database.Find(r))).Where(r => r.Grant is not null).ToList();
        if (granted is [])
        {
            e.Fail($"{string.Join(", ", database.Relations.Select(r => r.RemoteApp))} has not given any credentials yet: try again when data-integrator is active");
            return;
        }

        e.SetResult("ok", "True");
        foreach (var (application, grant) in granted)
        {
            // One relation is shown as the original shows it; of several each under the name of its application.
            var prefix = granted.Count == 1 ? Endpoint : application;
            foreach (var (key, value) in Results(grant!).Where(r => !string.IsNullOrEmpty(r.Value)))
            {
                e.SetResult($"{prefix}.{key}", value!);
            }
        }
    }

    private static IEnumerable<(string Key, string? Value)> Results(DatabaseGrant grant) =>
    [
        ("database", grant.Database),
        ("endpoints", grant.Endpoints),
        ("password", grant.Password),
        ("read-only-endpoints", grant.ReadOnlyEndpoints),
        ("read-only-uris", grant.ReadOnlyUris),
        ("tls", grant.Tls ? "True" : "False"),
        ("tls-ca", grant.TlsCa),
        ("uris", grant.Uris),
        ("username", grant.Username),
        ("version", grant.Version),
    ];
}
