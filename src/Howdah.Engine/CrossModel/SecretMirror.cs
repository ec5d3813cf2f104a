using System.Collections.Immutable;
using Howdah.Engine.Changes;
using Howdah.Engine.Models;

namespace Howdah.Engine.CrossModel;

/// <summary>
/// Secrets that were granted within a relation between models: the reading model has a copy as long as the grant is there, and the owning model
/// knows which revisions are read.
/// </summary>
internal static class SecretMirror
{
    /// <summary>The model with copies of what others granted it, and with the readers that its own secrets have there.</summary>
    public static ModelSnapshot Of(ModelSnapshot model, IReadOnlyDictionary<string, ModelSnapshot> others)
    {
        var halves = model.Relations.Values
            .Where(relation => relation.Crossing is not null)
            .Select(relation => (Relation: relation, Half: Mirror.OtherHalf(model, relation, others)))
            .Where(pair => pair.Half is not null)
            .Select(pair => new Pair(pair.Relation, pair.Half!, others[pair.Relation.Crossing!.ModelUuid]))
            .ToList();
        return Readers(Copies(model, halves), halves);
    }

    private static ModelSnapshot Copies(ModelSnapshot model, IReadOnlyList<Pair> halves)
    {
        var copies = new Dictionary<string, (SecretRecord Record, SecretContent Content)>(StringComparer.Ordinal);
        foreach (var pair in halves)
        {
            foreach (var secret in pair.Other.Secrets.Values.Where(secret => secret.FromModel is null))
            {
                var grants = secret.Grants
                    .Where(grant => grant.Value.RelationId == pair.Half.Id)
                    .Select(grant => KeyValuePair.Create(pair.HereOf(grant.Key), new SecretGrant(pair.Relation.Id)))
                    .ToImmutableSortedDictionary(StringComparer.Ordinal);
                if (!grants.IsEmpty)
                {
                    var known = copies.TryGetValue(secret.Id, out var copy) ? copy.Record.Grants : ImmutableSortedDictionary<string, SecretGrant>.Empty;
                    copies[secret.Id] = (Copy(model, secret, pair) with { Grants = known.SetItems(grants) }, pair.Other.SecretContents[secret.Id]);
                }
            }
        }

        foreach (var gone in model.Secrets.Values.Where(secret => secret.FromModel is not null && !copies.ContainsKey(secret.Id)))
        {
            model = Changes.Secrets.Delete(model, gone.Id);
        }

        foreach (var (id, copy) in copies.Where(copy => !Same(model.Secrets.GetValueOrDefault(copy.Key), copy.Value.Record)))
        {
            model = model with { Secrets = model.Secrets.SetItem(id, copy.Record), SecretContents = model.SecretContents.SetItem(id, copy.Content) };
        }

        return model;
    }

    private static SecretRecord Copy(ModelSnapshot model, SecretRecord secret, Pair pair) => new()
    {
        Id = secret.Id,
        FromModel = pair.Other.Model.Uuid,
        Owner = secret.OwnedByUnit ? Mirror.Rename(secret.Owner, pair.Relation.Crossing!.Application) : pair.Relation.Crossing!.Application,
        Created = secret.Created,
        Updated = secret.Updated,
        Description = secret.Description,
        Latest = secret.Latest,
        Revisions = secret.Revisions,
        Consumers = model.Secrets.GetValueOrDefault(secret.Id)?.Consumers ?? ImmutableSortedDictionary<string, SecretConsumer>.Empty,
    };

    private static bool Same(SecretRecord? known, SecretRecord copy) =>
        known is not null && (known.Latest, known.Updated) == (copy.Latest, copy.Updated)
        && known.Revisions.SequenceEqual(copy.Revisions) && known.Grants.SequenceEqual(copy.Grants);

    private static ModelSnapshot Readers(ModelSnapshot model, IReadOnlyList<Pair> halves)
    {
        foreach (var secret in model.Secrets.Values.Where(secret => secret.FromModel is null))
        {
            var wanted = secret.Consumers.Where(reader => model.Applications.ContainsKey(Names.ApplicationOf(reader.Key)))
                .ToImmutableSortedDictionary(StringComparer.Ordinal);
            foreach (var pair in halves)
            {
                if (pair.Other.Secrets.GetValueOrDefault(secret.Id) is { } copy && copy.FromModel == model.Model.Uuid)
                {
                    wanted = wanted.SetItems(copy.Consumers
                        .Where(reader => Names.ApplicationOf(reader.Key) == Mirror.OwnApplication(pair.Half))
                        .Select(reader => KeyValuePair.Create(
                            Mirror.Rename(reader.Key, pair.Relation.Crossing!.Application), new SecretConsumer("", reader.Value.Revision))));
                }
            }

            if (!wanted.SequenceEqual(secret.Consumers))
            {
                model = model with { Secrets = model.Secrets.SetItem(secret.Id, secret with { Consumers = wanted }) };
            }
        }

        return model;
    }

    private sealed record Pair(RelationRecord Relation, RelationRecord Half, ModelSnapshot Other)
    {
        // Whom a grant of the other model means here: its application, or one of its units.
        public string HereOf(string grantee) => grantee.Contains('/', StringComparison.Ordinal)
            ? Mirror.Rename(grantee, Mirror.OwnApplication(Relation))
            : Mirror.OwnApplication(Relation);
    }
}
