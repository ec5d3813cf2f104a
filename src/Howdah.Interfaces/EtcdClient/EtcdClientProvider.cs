using Howdah.Ops;

namespace Howdah.Interfaces;

/// <summary>The store's side of <c>etcd_client</c>.</summary>
/// <param name="context">What the charm was made with.</param>
/// <param name="endpoint">Name of the endpoint in metadata.yaml.</param>
public sealed class EtcdClientProvider(CharmContext context, string endpoint = "etcd-client")
    : CharmObject(context, $"etcd-client-provider.{endpoint}")
{
    /// <summary>The events after which requests may be others.</summary>
    public IReadOnlyList<EventSource> Events => On.Relation(endpoint).All;

    /// <summary>The requests that are complete, by relation.</summary>
    public IReadOnlyList<EtcdRequest> GetRequests() =>
        [.. Model.GetRelations(endpoint).OrderBy(r => r.Id).Select(Read).OfType<EtcdRequest>()];

    /// <summary>
    /// Gives a client its access, or tells it what changed since; only on the leader. Saying the same again costs little.
    /// </summary>
    public void Publish(EtcdRequest request, EtcdGrant grant)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(grant);
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [DataField.Endpoints] = string.Join(',', grant.Endpoints),
            [DataField.Version] = grant.Version,
            [DataField.Username] = grant.Username,
            [DataField.Password] = grant.Password,
            [DataField.Tls] = grant.TlsCa is null ? null : "True",
            [DataField.TlsCa] = grant.TlsCa,
        };
        SecretFields.Publish(Model, request.Relation, fields, request.RequestedSecrets);
    }

    /// <summary>Tells a client where the store is; only on the leader. Allowed before it asked for anything.</summary>
    public static void PublishEndpoints(Relation relation, IReadOnlyList<string> endpoints, string version)
    {
        ArgumentNullException.ThrowIfNull(relation);
        relation.AppData.Set(DataField.Endpoints, string.Join(',', endpoints));
        relation.AppData.Set(DataField.Version, version);
    }

    /// <summary>Removes the secrets of a relation that is broken; only on the leader.</summary>
    public void Withdraw(Relation relation) => SecretFields.Withdraw(Model, relation);

    private static EtcdRequest? Read(Relation relation) => relation.RemoteAppData.Find(DataField.Prefix) is { } prefix
        ? new EtcdRequest(relation, prefix, DataJson.ReadList(relation.RemoteAppData.Find(DataField.RequestedSecrets)))
        : null;
}
