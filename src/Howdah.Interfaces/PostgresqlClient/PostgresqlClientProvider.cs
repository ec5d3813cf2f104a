using Howdah.Ops;

namespace Howdah.Interfaces;

/// <summary>The database's side of <c>postgresql_client</c>.</summary>
/// <param name="context">What the charm was made with.</param>
/// <param name="endpoint">Name of the endpoint in metadata.yaml.</param>
public sealed class PostgresqlClientProvider(CharmContext context, string endpoint = "database")
    : CharmObject(context, $"postgresql-client-provider.{endpoint}"), IDatabaseProvider
{
    /// <summary>The events after which requests may be others.</summary>
    public IReadOnlyList<EventSource> Events => On.Relation(endpoint).All;

    /// <inheritdoc/>
    public IReadOnlyList<Relation> Relations => Model.GetRelations(endpoint);

    /// <summary>The requests that are complete, by relation.</summary>
    public IReadOnlyList<DatabaseRequest> GetRequests() => [.. Relations.OrderBy(r => r.Id).Select(FindRequest).OfType<DatabaseRequest>()];

    /// <inheritdoc/>
    public DatabaseRequest? FindRequest(Relation relation)
    {
        ArgumentNullException.ThrowIfNull(relation);
        var data = relation.RemoteAppData;
        return data.Find(DataField.Database) is not { } database
            ? null
            : new DatabaseRequest(
                relation,
                database,
                DataJson.ReadNames(data.Find(DataField.ExtraUserRoles)),
                DataJson.ReadList(data.Find(DataField.RequestedSecrets)))
            {
                EntityType = data.Find(DataField.EntityType),
            };
    }

    /// <summary>The name that a relation's user has by convention.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="client">The number of a client of the pooler at its other end, for that client's user.</param>
    public static string UsernameOf(Relation relation, int? client = null)
    {
        ArgumentNullException.ThrowIfNull(relation);
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"relation_id_{relation.Id}{(client is null ? "" : "_")}{client}");
    }

    /// <inheritdoc/>
    public string? FindPassword(DatabaseRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SecretFields.Published(Model, request.Relation, SecretGroup.User).GetValueOrDefault(DataField.Password);
    }

    /// <inheritdoc/>
    public void Publish(DatabaseRequest request, DatabaseGrant grant)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(grant);
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [DataField.Database] = grant.Database,
            [DataField.Username] = grant.Username,
            [DataField.Password] = grant.Password,
            [DataField.Endpoints] = grant.Endpoints,
            [DataField.ReadOnlyEndpoints] = grant.ReadOnlyEndpoints ?? grant.Endpoints,
            [DataField.Version] = grant.Version,
            [DataField.Uris] = grant.Uris,
            [DataField.ReadOnlyUris] = grant.ReadOnlyUris,
            [DataField.Tls] = grant.Tls ? "True" : "False",
            [DataField.TlsCa] = grant.TlsCa is { Length: > 0 } ca ? ca : null,
        };
        SecretFields.Publish(Model, request.Relation, fields, request.RequestedSecrets);
    }

    /// <inheritdoc/>
    public void PublishEndpoints(Relation relation, string endpoints, string readOnlyEndpoints)
    {
        ArgumentNullException.ThrowIfNull(relation);
        relation.AppData.Overwrite(DataField.Endpoints, endpoints);
        relation.AppData.Overwrite(DataField.ReadOnlyEndpoints, readOnlyEndpoints);
    }

    /// <inheritdoc/>
    public void Withdraw(Relation relation) => SecretFields.Withdraw(Model, relation);
}
