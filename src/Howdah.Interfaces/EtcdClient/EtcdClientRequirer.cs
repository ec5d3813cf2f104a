using Howdah.Ops;

namespace Howdah.Interfaces;

/// <summary>The client's side of <c>etcd_client</c>.</summary>
/// <param name="context">What the charm was made with.</param>
/// <param name="endpoint">Name of the endpoint in metadata.yaml.</param>
public sealed class EtcdClientRequirer(CharmContext context, string endpoint)
    : CharmObject(context, $"etcd-client-requirer.{endpoint}")
{
    private static readonly string[] Secrets = [DataField.Username, DataField.Password, DataField.Tls, DataField.TlsCa];

    /// <summary>The events after which what was given may be another.</summary>
    public IReadOnlyList<EventSource> Events => [.. On.Relation(endpoint).OfApplication, On.SecretChanged];

    /// <summary>The relation, or null when there is none.</summary>
    public Relation? Relation => Model.GetRelation(endpoint);

    /// <summary>Asks for access to the keys below a prefix. Saying the same again costs nothing; only the leader can.</summary>
    public void Request(string prefix)
    {
        if (Relation is { } relation && Unit.IsLeader)
        {
            relation.AppData.Set(DataField.Prefix, prefix);
            relation.AppData.Set(DataField.RequestedSecrets, DataJson.WriteList(Secrets));
        }
    }

    /// <summary>What the store gave, or null while it has not.</summary>
    public EtcdGrant? Find()
    {
        if (Relation is not { } relation || relation.RemoteAppData.Find(DataField.Endpoints) is not { } endpoints)
        {
            return null;
        }

        var user = SecretFields.Received(Model, relation, SecretGroup.User);
        var tls = SecretFields.Received(Model, relation, SecretGroup.Tls);
        return new EtcdGrant(endpoints.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Version = relation.RemoteAppData.Find(DataField.Version),
            Username = user.GetValueOrDefault(DataField.Username),
            Password = user.GetValueOrDefault(DataField.Password),
            TlsCa = tls.GetValueOrDefault(DataField.TlsCa),
        };
    }
}
