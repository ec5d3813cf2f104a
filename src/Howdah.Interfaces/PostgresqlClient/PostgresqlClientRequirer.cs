using Howdah.Ops;

namespace Howdah.Interfaces;

/// <summary>The client's side of <c>postgresql_client</c>.</summary>
/// <param name="context">What the charm was made with.</param>
/// <param name="endpoint">Name of the endpoint in metadata.yaml.</param>
public sealed class PostgresqlClientRequirer(CharmContext context, string endpoint)
    : CharmObject(context, $"postgresql-client-requirer.{endpoint}")
{
    private static readonly string[] Secrets =
    [
        DataField.Username, DataField.Password, DataField.Tls, DataField.TlsCa, DataField.Uris, DataField.ReadOnlyUris,
        "entity-name", "entity-password",
    ];

    /// <summary>The events after which what was given may be another.</summary>
    public IReadOnlyList<EventSource> Events => [.. On.Relation(endpoint).OfApplication, On.SecretChanged];

    /// <summary>The relations.</summary>
    public IReadOnlyList<Relation> Relations => Model.GetRelations(endpoint);

    /// <summary>Asks for a database on every relation of the endpoint. Saying the same again costs nothing.</summary>
    public void Request(string database, IReadOnlyList<string>? extraUserRoles = null)
    {
        foreach (var relation in Relations)
        {
            Request(relation, database, extraUserRoles);
        }
    }

    /// <summary>Asks for a database on one relation.</summary>
    public void Request(Relation relation, string database, IReadOnlyList<string>? extraUserRoles = null)
    {
        ArgumentNullException.ThrowIfNull(relation);
        var requested = DataJson.WriteList(Secrets);
        relation.UnitData.Set(DataField.RequestedSecrets, requested);
        if (Unit.IsLeader)
        {
            relation.AppData.Set(DataField.RequestedSecrets, requested);
            relation.AppData.Set(DataField.Database, database);
            relation.AppData.Set(DataField.ExtraUserRoles, extraUserRoles is { Count: > 0 } ? string.Join(',', extraUserRoles) : null);
        }
    }

    /// <summary>The roles that were asked for on a relation, separated by commas; null for a unit that does not lead, which cannot know.</summary>
    public string? FindRequestedRoles(Relation relation)
    {
        ArgumentNullException.ThrowIfNull(relation);
        return Unit.IsLeader ? relation.AppData.Find(DataField.ExtraUserRoles) ?? "" : null;
    }

    /// <summary>What the database application gave, or null while it has not.</summary>
    public DatabaseGrant? Find(Relation relation)
    {
        ArgumentNullException.ThrowIfNull(relation);
        var data = relation.RemoteAppData;
        var user = SecretFields.Received(Model, relation, SecretGroup.User);
        if (data.Find(DataField.Endpoints) is not { } endpoints
            || user.GetValueOrDefault(DataField.Username) is not { } username
            || user.GetValueOrDefault(DataField.Password) is not { } password)
        {
            return null;
        }

        var tls = SecretFields.Received(Model, relation, SecretGroup.Tls);
        return new DatabaseGrant(data.Find(DataField.Database) ?? "", username, password, endpoints)
        {
            ReadOnlyEndpoints = data.Find(DataField.ReadOnlyEndpoints),
            Version = data.Find(DataField.Version),
            Uris = user.GetValueOrDefault(DataField.Uris),
            ReadOnlyUris = user.GetValueOrDefault(DataField.ReadOnlyUris),
            Tls = string.Equals(tls.GetValueOrDefault(DataField.Tls), "True", StringComparison.OrdinalIgnoreCase),
            TlsCa = tls.GetValueOrDefault(DataField.TlsCa),
        };
    }
}
