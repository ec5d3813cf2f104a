using Howdah.Interfaces;

namespace Howdah.Ops.TestCharm;

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
