using System.Collections.Immutable;
using Howdah.Engine.Changes;
using Howdah.Engine.Models;

namespace Howdah.Engine.HookCommands.Secrets;

/// <summary>What one dispatch wants of one secret: all its commands together make one change, and at most one new revision.</summary>
internal sealed class SecretDraft(string id, string owner, bool isNew, string unit, DateTimeOffset now)
{
    public string Id => id;

    public bool IsNew => isNew;

    /// <summary>What is wanted so far.</summary>
    public SecretWishes Wishes { get; set; } = new();

    /// <summary>The model with this change.</summary>
    public ModelSnapshot Apply(ModelSnapshot model)
    {
        if (Wishes.Removed)
        {
            return isNew ? model : Changes.Secrets.Delete(model, id);
        }

        if (!isNew && !model.Secrets.ContainsKey(id))
        {
            throw EngineException.NotFound($"secret \"{id}\" not found");
        }

        var content = isNew ? new SecretContent(id, ImmutableSortedDictionary<int, Bag>.Empty) : model.SecretContents[id];
        var secret = isNew
            ? new SecretRecord { Id = id, Owner = owner, Created = now, Updated = now, Latest = 0 }
            : model.Secrets[id];
        (secret, content) = WithContent(WithMetadata(model, secret), content);
        secret = WithGrants(secret);
        if (Wishes.RemovedRevisions.Count > 0)
        {
            secret = secret with { Revisions = secret.Revisions.RemoveRange(Wishes.RemovedRevisions) };
            content = content with { Revisions = content.Revisions.RemoveRange(Wishes.RemovedRevisions) };
            if (secret.Revisions.IsEmpty)
            {
                return Changes.Secrets.Delete(model, id);
            }
        }

        return model with { Secrets = model.Secrets.SetItem(id, secret), SecretContents = model.SecretContents.SetItem(id, content) };
    }

    private SecretRecord WithMetadata(ModelSnapshot model, SecretRecord secret)
    {
        if (Wishes.Label is { Length: > 0 }
            && model.Secrets.Values.Any(other => other.Id != id && other.Owner == secret.Owner && other.Label == Wishes.Label))
        {
            throw EngineException.Conflict($"secret with label \"{Wishes.Label}\" already exists");
        }

        if (Wishes.Label is null && Wishes.Description is null && Wishes.Rotate is null && Wishes.Expires is null)
        {
            return secret;
        }

        return secret with
        {
            Label = Wishes.Label ?? secret.Label,
            Description = Wishes.Description ?? secret.Description,
            Rotate = Wishes.Rotate ?? secret.Rotate,
            Rotates = Wishes.Rotate is null ? secret.Rotates : RotatePolicy.Next(Wishes.Rotate, now),
            Expires = Wishes.Expires ?? secret.Expires,
            Updated = now,
        };
    }

    private (SecretRecord Secret, SecretContent Content) WithContent(SecretRecord secret, SecretContent content)
    {
        if (Wishes.Content is null || (secret.Latest > 0 && content.Revisions.TryGetValue(secret.Latest, out var latest) && Same(latest, Wishes.Content)))
        {
            return (Track(secret), content);
        }

        var revision = secret.Latest + 1;
        return (Track(secret with
        {
            Latest = revision,
            Revisions = secret.Revisions.Add(revision, now),
            Updated = now,
            Rotates = RotatePolicy.Next(secret.Rotate, now),
            Expires = Wishes.Expires ?? (isNew ? null : secret.Expires > now ? secret.Expires : null),
        }), content with { Revisions = content.Revisions.Add(revision, Wishes.Content) });
    }

    private SecretRecord Track(SecretRecord secret) => Wishes.Tracker is null ? secret : secret with
    {
        Consumers = secret.Consumers.SetItem(
            Wishes.Tracker, new SecretConsumer(secret.Consumers.GetValueOrDefault(Wishes.Tracker)?.Label ?? "", secret.Latest)),
    };

    private SecretRecord WithGrants(SecretRecord secret)
    {
        foreach (var (target, relation) in Wishes.Grants)
        {
            if (relation is not null && Names.IsApplication(target)
                && secret.Grants.Keys.Any(granted => Names.IsUnit(granted) && Names.ApplicationOf(granted) == target))
            {
                throw EngineException.Conflict(
                    "any unit level grants need to be revoked before granting access to the corresponding application");
            }

            secret = secret with
            {
                Grants = relation is { } scope ? secret.Grants.SetItem(target, new SecretGrant(scope)) : secret.Grants.Remove(target),
            };
        }

        return secret;
    }

    private static bool Same(Bag one, Bag other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var value) && value == pair.Value);

    /// <summary>Names the secret, never what it says.</summary>
    public override string ToString() => $"{unit} changes secret:{id}";
}
