using Howdah.Interfaces;
using Howdah.Ops;

namespace Howdah.Charms.DataIntegrator;

/// <summary>Asks a database for a user and shows what it was given to a person.</summary>
public sealed class DataIntegratorCharm : ReconcilingCharm
{
    private const string Endpoint = "postgresql";
    private const string DatabaseName = "database-name";
    private const string ExtraUserRoles = "extra-user-roles";

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

    private StepResult CheckOptions() => string.IsNullOrWhiteSpace(Config.GetString(DatabaseName))
        ? Blocked("Please specify either topic, index, database name, or prefix (for PostgreSQL: the option database-name)")
            .For(Need.Option(DatabaseName))
        : Done;

    private StepResult Ask()
    {
        if (database.Relations is not [var relation, ..])
        {
            return Blocked("Please relate the data-integrator with the desired product").For(Need.Relation(Endpoint));
        }

        var wanted = Config.GetString(DatabaseName)!.Trim();
        if (database.Find(relation) is { } grant)
        {
            // The name is part of what was made: another one needs another relation.
            return string.Equals(grant.Database, wanted, StringComparison.Ordinal)
                ? Done
                : Blocked($"To change database name: {grant.Database}, please remove relation and add it again");
        }

        database.Request(wanted, (Config.GetString(ExtraUserRoles) ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return Waiting("waiting for the database and its credentials").For(Need.Relation(Endpoint));
    }

    private void GetCredentials(ActionEvent e)
    {
        if (string.IsNullOrWhiteSpace(Config.GetString(DatabaseName)))
        {
            e.Fail("The database name is not set: howdah config data-integrator database-name=NAME");
            return;
        }

        if (database.Relations is not [var relation, ..])
        {
            e.Fail("There is no relation to a database: howdah integrate data-integrator:postgresql postgresql-k8s:database");
            return;
        }

        if (database.Find(relation) is not { } grant)
        {
            e.Fail($"{relation.RemoteApp} has not given any credentials yet: try again when data-integrator is active");
            return;
        }

        e.SetResult("ok", "True");
        foreach (var (key, value) in Results(grant))
        {
            if (!string.IsNullOrEmpty(value))
            {
                e.SetResult($"{Endpoint}.{key}", value);
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
