using System.Collections.Immutable;
using Howdah.Engine.Models;

namespace Howdah.Engine.Resolving;

/// <summary>What a unit is owed about secrets (contract 4.5): owners about expiry, rotation and what nobody reads any more, readers about news.</summary>
internal static class SecretEvents
{
    /// <summary>How long a charm that was told of a due rotation or expiry, and did nothing, is left alone.</summary>
    public static readonly TimeSpan Reminder = TimeSpan.FromMinutes(5);

    public static Step? Next(ModelSnapshot model, UnitRecord unit, DateTimeOffset now)
    {
        foreach (var secret in model.Secrets.Values)
        {
            if (secret.Consumers.TryGetValue(unit.Name, out var consumer)
                && consumer.Revision < secret.Latest
                && unit.Told.SecretsChanged.GetValueOrDefault(secret.Id) < secret.Latest)
            {
                return Hook("secret-changed", secret, secret.Latest, consumer.Label);
            }

            if (!Manages(model, unit, secret))
            {
                continue;
            }

            if (Expires(unit, secret) is { } expires && expires <= now)
            {
                return Hook("secret-expired", secret, secret.Latest, secret.Label);
            }

            if (Rotates(unit, secret) is { } rotates && rotates <= now)
            {
                return Hook("secret-rotate", secret, secret.Latest, secret.Label);
            }
        }

        return null;
    }

    /// <summary>
    /// What nobody reads any more. The owner of many secrets is told of each one, which must not keep it from what happens to its cluster, so
    /// this comes after the relations.
    /// </summary>
    public static Step? NextObsolete(ModelSnapshot model, UnitRecord unit)
    {
        foreach (var secret in model.Secrets.Values.Where(secret => Manages(model, unit, secret)))
        {
            if (Obsolete(unit, secret) is { } revision)
            {
                return Hook("secret-remove", secret, revision, secret.Label);
            }
        }

        return null;
    }

    /// <summary>When something of the unit's secrets is due; null for nothing.</summary>
    public static DateTimeOffset? NextDue(ModelSnapshot model, UnitRecord unit)
    {
        DateTimeOffset? next = null;
        foreach (var secret in model.Secrets.Values.Where(secret => Manages(model, unit, secret)))
        {
            foreach (var due in new[] { Expires(unit, secret), Rotates(unit, secret) })
            {
                next = next is null || due < next ? due ?? next : next;
            }
        }

        return next;
    }

    /// <summary>True for the owning unit, or the leader of the owning application.</summary>
    public static bool Manages(ModelSnapshot model, UnitRecord unit, SecretRecord secret) =>
        secret.Owner == unit.Name || (secret.Owner == unit.Application && model.IsLeader(unit));

    private static int? Obsolete(UnitRecord unit, SecretRecord secret)
    {
        var told = unit.Told.SecretsObsolete.GetValueOrDefault(secret.Id) ?? ImmutableSortedSet<int>.Empty;
        foreach (var revision in secret.Revisions.Keys)
        {
            if (revision != secret.Latest && !told.Contains(revision) && !secret.Consumers.Values.Any(consumer => consumer.Revision == revision))
            {
                return revision;
            }
        }

        return null;
    }

    // A revision that its owner removed has nothing left that could expire.
    private static DateTimeOffset? Expires(UnitRecord unit, SecretRecord secret) =>
        secret.Revisions.ContainsKey(secret.Latest) ? Due(secret.Expires, unit.Told.SecretsExpired, secret.Id) : null;

    private static DateTimeOffset? Rotates(UnitRecord unit, SecretRecord secret) => Due(secret.Rotates, unit.Told.SecretsDue, secret.Id);

    private static DateTimeOffset? Due(DateTimeOffset? due, ImmutableSortedDictionary<string, DateTimeOffset> told, string id) =>
        due is { } time && told.TryGetValue(id, out var last) && last >= time ? last + Reminder : due;

    private static Step.Hook Hook(string name, SecretRecord secret, int revision, string label) =>
        new(new HookInfo(name) { Kind = HookKind.Secret, SecretId = secret.Id, SecretRevision = revision, SecretLabel = label });
}
