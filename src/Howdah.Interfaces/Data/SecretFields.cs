using Howdah.Ops;

namespace Howdah.Interfaces;

/// <summary>Writes fields into a relation, the sensitive ones as secrets, and reads them from there.</summary>
internal static class SecretFields
{
    /// <summary>
    /// Writes fields as our application. A field of a secret group goes into that group's secret when the other side asked
    /// for it; without any such request it goes into the databag, as clients from before secrets expect. Null removes a field.
    /// </summary>
    public static void Publish(
        CharmModel model, Relation relation, IReadOnlyDictionary<string, string?> fields, IReadOnlyList<string> requested)
    {
        var rest = new Dictionary<string, string?>(fields, StringComparer.Ordinal);
        if (requested.Count > 0)
        {
            foreach (var group in SecretGroup.OnRequest)
            {
                var content = group.Fields
                    .Where(f => requested.Contains(f, StringComparer.Ordinal) && fields.GetValueOrDefault(f) is not null)
                    .ToDictionary(f => f, f => fields[f]!, StringComparer.Ordinal);
                foreach (var field in group.Fields)
                {
                    rest.Remove(field);
                }

                if (content.Count > 0)
                {
                    rest[group.Key] = PublishSecret(model, relation, group, content);
                }
            }
        }

        relation.AppData.Update(rest);
        relation.AppData.Set(DataField.Data, DataJson.Snapshot(relation.RemoteAppData));
    }

    /// <summary>Writes a group of fields as our application into a secret, and where that is into the databag; nothing while there are none.</summary>
    public static void Publish(CharmModel model, Relation relation, SecretGroup group, Dictionary<string, string> content)
    {
        if (content.Count > 0)
        {
            relation.AppData.Set(group.Key, PublishSecret(model, relation, group, content));
        }
        else if (relation.AppData.Find(group.Key) is not null)
        {
            FindOwn(model, relation, group)?.RemoveAll();
            relation.AppData.Set(group.Key, null);
        }
    }

    /// <summary>What we published in a group, from its secret or the databag; only on the leader.</summary>
    public static IReadOnlyDictionary<string, string> Published(CharmModel model, Relation relation, SecretGroup group) =>
        FindOwn(model, relation, group)?.GetContent() ?? Plain(relation.AppData, group);

    /// <summary>
    /// What the other application published in a group. A secret that is not readable yet is as if it were not there.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Received(CharmModel model, Relation relation, SecretGroup group)
    {
        if (relation.RemoteAppData.Find(group.Key) is not { } id)
        {
            return Plain(relation.RemoteAppData, group);
        }

        try
        {
            return model.GetSecret(id, group.Label(relation.Endpoint, relation.Id), refresh: true).GetContent();
        }
        catch (HookCommandException)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
    }

    /// <summary>Removes the secrets that were made for a relation; only on the leader.</summary>
    public static void Withdraw(CharmModel model, Relation relation)
    {
        foreach (var id in SecretGroup.All.Select(g => relation.AppData.Find(g.Key)).OfType<string>())
        {
            try
            {
                model.GetOwnSecret(id).RemoveAll();
            }
            catch (SecretNotFoundException)
            {
                // It went before.
            }
        }
    }

    private static string PublishSecret(
        CharmModel model, Relation relation, SecretGroup group, Dictionary<string, string> content)
    {
        if (FindOwn(model, relation, group) is not { } secret)
        {
            secret = model.App.AddSecret(content, new SecretOptions { Label = group.Label(relation.Endpoint, relation.Id) });
            secret.Grant(relation);
            return secret.Id;
        }

        if (!SameContent(secret.GetContent(), content))
        {
            secret.SetContent(content);
        }

        return relation.AppData[group.Key];
    }

    // A secret and the databag that names it are written in one hook, so what is not named is not there.
    private static Secret? FindOwn(CharmModel model, Relation relation, SecretGroup group)
    {
        try
        {
            return relation.AppData.Find(group.Key) is { } id ? model.GetSecret(id, refresh: true) : null;
        }
        catch (SecretNotFoundException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> Plain(Databag bag, SecretGroup group) => group.Fields
        .Where(bag.ContainsKey)
        .ToDictionary(f => f, f => bag[f], StringComparer.Ordinal);

    private static bool SameContent(IReadOnlyDictionary<string, string> a, Dictionary<string, string> b) =>
        a.Count == b.Count && a.All(
            p => b.TryGetValue(p.Key, out var value) && string.Equals(value, p.Value, StringComparison.Ordinal));
}
