using Howdah.Ops;

namespace Howdah.Interfaces;

/// <summary>The directory's side of <c>ldap</c> (version 0).</summary>
/// <param name="context">What the charm was made with.</param>
/// <param name="endpoint">Name of the endpoint in metadata.yaml.</param>
public sealed class LdapProvider(CharmContext context, string endpoint = "ldap") : CharmObject(context, $"ldap-provider.{endpoint}")
{
    /// <summary>The events after which requests may be others.</summary>
    public IReadOnlyList<EventSource> Events => On.Relation(endpoint).All;

    /// <summary>The requests that are complete, by relation.</summary>
    public IReadOnlyList<LdapRequest> GetRequests() => [.. Model.GetRelations(endpoint).OrderBy(r => r.Id).Select(Read).OfType<LdapRequest>()];

    /// <summary>The password that an application's account was given; null when none was. Only on the leader.</summary>
    public string? FindPassword(LdapRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SecretFields.Published(Model, request.Relation, SecretGroup.Bind).GetValueOrDefault(DataField.Password);
    }

    /// <summary>Tells an application how to read the directory; only on the leader. Saying the same again costs little.</summary>
    public void Publish(LdapRequest request, LdapGrant grant)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(grant);
        SecretFields.Publish(
            Model, request.Relation, SecretGroup.Bind, new(StringComparer.Ordinal) { [DataField.Password] = grant.BindPassword });
        request.Relation.AppData.Update(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [LdapField.Urls] = DataJson.WriteList(grant.Urls),
            [LdapField.TlsUrls] = DataJson.WriteList(grant.TlsUrls),
            [LdapField.BaseDn] = grant.BaseDn,
            [LdapField.StartTls] = grant.StartTls ? "True" : "False",
            [LdapField.BindDn] = grant.BindDn,
            [LdapField.AuthMethod] = grant.AuthMethod,
        });
    }

    /// <summary>Removes the secret of a relation that is broken; only on the leader.</summary>
    public void Withdraw(Relation relation) => SecretFields.Withdraw(Model, relation);

    private static LdapRequest? Read(Relation relation) => relation.RemoteAppData.Find(LdapField.User) is { } user
        ? new LdapRequest(relation, user, relation.RemoteAppData.Find(LdapField.Group) ?? "")
        : null;
}
