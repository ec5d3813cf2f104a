using Howdah.Interfaces;

namespace Howdah.Ops.TestCharm;

/// <summary>Asks for a database over postgresql_client.</summary>
internal sealed class ClientCharm : Charm
{
    public const string MetadataYaml = "name: client\nrequires: {database: {interface: postgresql_client}}";

    private readonly PostgresqlClientRequirer requirer;

    public ClientCharm(CharmContext context, Action<DatabaseGrant?> seen)
        : base(context)
    {
        requirer = new PostgresqlClientRequirer(context, "database");
        ObserveAll([.. requirer.Events, On.Start], (_, _) =>
        {
            requirer.Request("shop", ["CREATEDB", "admin"]);
            var grant = requirer.Relations.Select(requirer.Find).FirstOrDefault();
            Unit.Status = grant is null ? Status.Waiting("for the database") : Status.Active(grant.ToString());
            seen(grant);
            return Task.CompletedTask;
        });
    }
}
