using Howdah.Engine.Models;

namespace Howdah.Engine.Changes;

/// <summary>Changes of secrets that follow from the end of something else.</summary>
internal static class Secrets
{
    /// <summary>Deletes a secret with all it says.</summary>
    public static ModelSnapshot Delete(ModelSnapshot model, string id) =>
        model with { Secrets = model.Secrets.Remove(id), SecretContents = model.SecretContents.Remove(id) };

    /// <summary>Ends all permissions that were given within a relation.</summary>
    public static ModelSnapshot RevokeAll(ModelSnapshot model, int relationId)
    {
        foreach (var secret in model.Secrets.Values)
        {
            var grants = secret.Grants.RemoveRange(secret.Grants.Where(grant => grant.Value.RelationId == relationId).Select(grant => grant.Key));
            if (grants.Count != secret.Grants.Count)
            {
                model = model with { Secrets = model.Secrets.SetItem(secret.Id, secret with { Grants = grants }) };
            }
        }

        return model;
    }

    /// <summary>Forgets a unit: the secrets it owned, what it read, what it was permitted.</summary>
    public static ModelSnapshot Forget(ModelSnapshot model, string unit)
    {
        foreach (var secret in model.Secrets.Values)
        {
            if (secret.Owner == unit)
            {
                model = Delete(model, secret.Id);
            }
            else if (secret.Consumers.ContainsKey(unit) || secret.Grants.ContainsKey(unit))
            {
                model = model with
                {
                    Secrets = model.Secrets.SetItem(secret.Id, secret with
                    {
                        Consumers = secret.Consumers.Remove(unit), Grants = secret.Grants.Remove(unit),
                    }),
                };
            }
        }

        return model;
    }
}
