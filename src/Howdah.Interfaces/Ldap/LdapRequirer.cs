using Howdah.Ops;

namespace Howdah.Interfaces;

/// <summary>The side of <c>ldap</c> (version 0) that lets the people of a directory in.</summary>
/// <param name="context">What the charm was made with.</param>
/// <param name="endpoint">Name of the endpoint in metadata.yaml.</param>
public sealed class LdapRequirer(CharmContext context, string endpoint = "ldap") : CharmObject(context, $"ldap-requirer.{endpoint}")
{
    /// <summary>The events after which what was given may be another.</summary>
    public IReadOnlyList<EventSource> Events => [.. On.Relation(endpoint).OfApplication, On.SecretChanged];

    /// <summary>The relation, or null when there is none.</summary>
    public Relation? Relation => Model.GetRelation(endpoint);

    /// <summary>Asks for an account to read the directory with. Saying the same again costs nothing; only the leader can.</summary>
    public void Request()
    {
        if (Relation is { } relation && Unit.IsLeader)
        {
            relation.AppData.Set(LdapField.User, App.Name);
            relation.AppData.Set(LdapField.Group, Model.Name);
        }
    }

    /// <summary>What the directory gave, or null while it has not.</summary>
    public LdapGrant? Find()
    {
        if (Relation is not { } relation
            || relation.RemoteAppData.Find(LdapField.BaseDn) is not { } baseDn
            || relation.RemoteAppData.Find(LdapField.BindDn) is not { } bindDn
            || SecretFields.Received(Model, relation, SecretGroup.Bind).GetValueOrDefault(DataField.Password) is not { } password)
        {
            return null;
        }

        var data = relation.RemoteAppData;
        return new LdapGrant(baseDn, bindDn, password)
        {
            Urls = DataJson.ReadList(data.Find(LdapField.Urls)),
            TlsUrls = DataJson.ReadList(data.Find(LdapField.TlsUrls)),
            StartTls = string.Equals(data.Find(LdapField.StartTls), "True", StringComparison.OrdinalIgnoreCase),
            AuthMethod = data.Find(LdapField.AuthMethod) ?? LdapGrant.Simple,
        };
    }
}
