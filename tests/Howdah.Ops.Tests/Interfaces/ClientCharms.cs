using Howdah.Interfaces;

namespace Howdah.Ops.Tests.Interfaces;

/// <summary>Serves databases over postgresql_client.</summary>
internal sealed class DatabaseCharm : Charm
{
    public const string MetadataYaml = "name: database\nprovides: {database: {interface: postgresql_client}}";

    private readonly PostgresqlClientProvider provider;

    public DatabaseCharm(CharmContext context)
        : base(context)
    {
        provider = new PostgresqlClientProvider(context);
        ObserveAll(provider.Events.Except([On.Relation("database").Broken]), (_, _) => ServeAsync());
        Observe(On.Relation("database").Broken, e => provider.Withdraw(e.Relation));
    }

    public string Endpoints { get; init; } = "primary:5432";

    private Task ServeAsync()
    {
        foreach (var request in provider.GetRequests())
        {
            var password = provider.FindPassword(request) ?? $"secret-of-{request.Relation.Id}";
            provider.Publish(request,
                new DatabaseGrant(request.Database, PostgresqlClientProvider.UsernameOf(request.Relation), password, Endpoints)
            {
                Version = "15.6",
                Uris = $"postgresql://u:{password}@{Endpoints}/{request.Database}",
            });
        }

        return Task.CompletedTask;
    }
}

/// <summary>Asks for a database over postgresql_client.</summary>
internal sealed class ClientCharm : Charm
{
    public const string MetadataYaml = "name: client\nrequires: {database: {interface: postgresql_client}}";

    private readonly PostgresqlClientRequirer requirer;

    public ClientCharm(CharmContext context, Action<DatabaseGrant?> seen)
        : base(context)
    {
        requirer = new PostgresqlClientRequirer(context, "database");
        ObserveAll(requirer.Events, (_, _) =>
        {
            requirer.Request("shop", ["CREATEDB", "admin"]);
            seen(requirer.Relations.Select(requirer.Find).FirstOrDefault());
            return Task.CompletedTask;
        });
    }
}
