using Howdah.Engine.Models;

namespace Howdah.Engine.Changes;

/// <summary>Changes of secrets that follow from the end of something else.</summary>
internal static class Secrets
{
    /// <summary>Deletes a secret with all it says.</summary>
    public static ModelSnapshot Delete(ModelSnapshot model, string id) =>
        model with { Secrets = model.Secrets.Remove(id), SecretContents = model.SecretContents.Remove(id) };

    /// <summary>Ends what a relation permitted: the grants within it and, between models, the copies that were read here and the readers there.</summary>
    public static ModelSnapshot RevokeAll(ModelSnapshot model, RelationRecord relation)
    {
        var left = relation.Crossing is { } crossing && model.RelationsOf(crossing.Application).Count() == 1 ? crossing.Application : null;
        foreach (var secret in model.Secrets.Values)
        {
            var grants = secret.Grants.RemoveRange(secret.Grants.Where(grant => grant.Value.RelationId == relation.Id).Select(grant => grant.Key));
            var readers = secret.Consumers.RemoveRange(secret.Consumers.Keys.Where(reader => Names.ApplicationOf(reader) == left));
            if (grants.IsEmpty && secret.FromModel is not null)
            {
                model = Delete(model, secret.Id);
            }
            else if (grants.Count != secret.Grants.Count || readers.Count != secret.Consumers.Count)
            {
                model = model with { Secrets = model.Secrets.SetItem(secret.Id, secret with { Grants = grants, Consumers = readers }) };
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
