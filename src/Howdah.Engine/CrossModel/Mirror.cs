using System.Security.Cryptography;
using System.Text;
using Howdah.Engine.Changes;
using Howdah.Engine.Models;

namespace Howdah.Engine.CrossModel;

/// <summary>
/// What a model takes over from others. A relation between models is kept in both, each half with copies of what the other side says, so units
/// are told of it as of any relation. What has to be copied is derived from the two models alone: doing it again changes nothing, and what an
/// engine that died did not do is done by the next. Pure functions.
/// </summary>
internal static class Mirror
{
    /// <summary>True for a model that has to do with others.</summary>
    public static bool Concerns(ModelSnapshot model) => !model.Offers.IsEmpty || !model.RemoteApplications.IsEmpty;

    /// <summary>The model with what others say; the same when nothing is new.</summary>
    /// <param name="model">The model.</param>
    /// <param name="others">All other models by identity.</param>
    /// <param name="now">The time.</param>
    public static ModelSnapshot Of(ModelSnapshot model, IReadOnlyDictionary<string, ModelSnapshot> others, DateTimeOffset now)
    {
        model = others.Values.Aggregate(model, (current, other) => Accept(current, other, now));
        foreach (var remote in model.RemoteApplications.Values)
        {
            model = Shown(model, remote, others.GetValueOrDefault(remote.ModelUuid), now);
        }

        foreach (var relation in model.Relations.Values.Where(relation => relation.Crossing is not null))
        {
            model = Relations.Update(model, relation.Id, current => Follow(model, current, others));
        }

        return SecretMirror.Of(model, others);
    }

    /// <summary>The other half of a relation; null when there is none.</summary>
    public static RelationRecord? OtherHalf(ModelSnapshot model, RelationRecord relation, IReadOnlyDictionary<string, ModelSnapshot> others)
    {
        var crossing = relation.Crossing!;
        return !others.TryGetValue(crossing.ModelUuid, out var other) ? null
            : crossing.Relation is { } id ? other.Relations.GetValueOrDefault(id)
            : other.Relations.Values.FirstOrDefault(half => IsHalfOf(half, model, relation));
    }

    /// <summary>The end of a half that is in its own model.</summary>
    public static string OwnApplication(RelationRecord half) =>
        half.Ends.First(end => end.Application != half.Crossing!.Application).Application;

    /// <summary>Name of a unit under another name of its application.</summary>
    public static string Rename(string unit, string application) => application + unit[unit.IndexOf('/', StringComparison.Ordinal)..];

    // The offering model makes its half of what a consuming model has related.
    private static ModelSnapshot Accept(ModelSnapshot model, ModelSnapshot other, DateTimeOffset now)
    {
        if (model.Offers.IsEmpty || other.RemoteApplications.IsEmpty)
        {
            return model;
        }

        foreach (var asked in other.Relations.Values)
        {
            if (asked is { Life: Life.Alive, Crossing: { Relation: null } crossing }
                && crossing.ModelUuid == model.Model.Uuid
                && asked.EndOf(crossing.Application) is { } theirs
                && model.Offers.TryGetValue(crossing.Offer, out var offer) && offer.Life == Life.Alive && offer.Endpoints.Contains(theirs.Endpoint)
                && model.Applications.GetValueOrDefault(offer.Application)?.Life == Life.Alive
                && !model.Relations.Values.Any(half => IsHalfOf(half, other, asked)))
            {
                var name = Pseudonym(other.Model.Uuid, OwnApplication(asked));
                model = Relations.AddCrossing(
                    model,
                    [.. asked.Ends.Select(end => end with { Application = end == theirs ? offer.Application : name })],
                    new Crossing(name, offer.Name, other.Model.Name, other.Model.Uuid, asked.Id),
                    now);
            }
        }

        return model;
    }

    private static bool IsHalfOf(RelationRecord half, ModelSnapshot model, RelationRecord relation) =>
        half.Crossing is { } crossing && crossing.ModelUuid == model.Model.Uuid && crossing.Relation == relation.Id;

    private static RelationRecord Follow(ModelSnapshot model, RelationRecord relation, IReadOnlyDictionary<string, ModelSnapshot> others)
    {
        var crossing = relation.Crossing!;
        if (OtherHalf(model, relation, others) is not { } half)
        {
            var isAwaited = crossing.Relation is null
                && others.GetValueOrDefault(crossing.ModelUuid)?.Offers.GetValueOrDefault(crossing.Offer)?.Life == Life.Alive;
            return isAwaited ? relation : Ended(relation);
        }

        if (crossing.Relation is null || (half.Life != Life.Alive && relation.Life == Life.Alive))
        {
            relation = relation with
            {
                Crossing = crossing with { Relation = half.Id }, Life = half.Life == Life.Alive ? relation.Life : Life.Dying,
            };
        }

        // The offering model alone suspends and resumes.
        relation = model.RemoteApplications.ContainsKey(crossing.Application) ? Suspension.Follow(relation, half) : relation;
        var theirs = OwnApplication(half);
        if (half.Applications.TryGetValue(theirs, out var said) && relation.Applications.GetValueOrDefault(crossing.Application)?.Version != said.Version)
        {
            relation = relation with { Applications = relation.Applications.SetItem(crossing.Application, said) };
        }

        foreach (var (unit, member) in half.Members.Where(member => Names.ApplicationOf(member.Key) == theirs))
        {
            var name = Rename(unit, crossing.Application);
            var known = relation.Members.GetValueOrDefault(name);
            if ((known?.InScope, known?.Databag.Version) != (member.InScope, member.Databag.Version))
            {
                relation = relation with { Members = relation.Members.SetItem(name, member) };
            }
        }

        return relation;
    }

    // The other half is gone, and with it all that was at its end.
    private static RelationRecord Ended(RelationRecord relation)
    {
        var left = relation.Members.Where(member =>
            member.Value.InScope && Names.ApplicationOf(member.Key) == relation.Crossing!.Application).ToList();
        return relation.Life != Life.Alive && left.Count == 0 ? relation : relation with
        {
            Life = Life.Dying,
            Members = relation.Members.SetItems(left.Select(member => KeyValuePair.Create(member.Key, member.Value with { InScope = false }))),
        };
    }

    private static ModelSnapshot Shown(ModelSnapshot model, RemoteApplicationRecord remote, ModelSnapshot? other, DateTimeOffset now)
    {
        var status = other?.Offers.TryGetValue(remote.Offer, out var offer) == true && other.Applications.TryGetValue(offer.Application, out var application)
            ? other.StatusOf(application)
            : remote.Status.To(WorkloadStatus.Terminated, "offer has been removed", now);
        return status == remote.Status
            ? model
            : model with { RemoteApplications = model.RemoteApplications.SetItem(remote.Name, remote with { Status = status }) };
    }

    // The offering model learns no name of the consuming one. The first digit is a letter: a name without any would be none.
    private static string Pseudonym(string model, string application)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{model}/{application}"))[..16];
        digest[0] |= 0xa0;
        return $"remote-{Convert.ToHexStringLower(digest)}";
    }
}
