using Howdah.Engine.CrossModel;
using Howdah.Engine.Models;

namespace Howdah.Engine.Changes;

/// <summary>
/// Relations that their offering model has suspended: the units of both models leave, as if it ended, and enter it anew once it is resumed.
/// </summary>
internal static class Suspension
{
    /// <summary>Suspends a relation that uses an offer of this model.</summary>
    public static ModelSnapshot Suspend(ModelSnapshot model, int id, string reason) =>
        Change(model, id, relation => relation with { Suspended = reason });

    /// <summary>Resumes a relation; one that is not suspended stays as it is.</summary>
    public static ModelSnapshot Resume(ModelSnapshot model, int id) =>
        Change(model, id, relation => relation.Suspended is null ? relation : Resumed(relation));

    /// <summary>The consuming half of a relation as suspended as the offering one.</summary>
    public static RelationRecord Follow(RelationRecord consuming, RelationRecord offering) =>
        offering.Suspended == consuming.Suspended ? consuming
        : offering.Suspended is { } reason ? consuming with { Suspended = reason }
        : Resumed(consuming);

    private static ModelSnapshot Change(ModelSnapshot model, int id, Func<RelationRecord, RelationRecord> change)
    {
        var relation = model.Relations.GetValueOrDefault(id) ?? throw EngineException.NotFound($"relation {id} not found");
        if (relation.Crossing is not { } crossing)
        {
            throw EngineException.Invalid($"relation {id} \"{relation}\" uses no offer, and only relations that do can be suspended");
        }

        if (model.RemoteApplications.ContainsKey(crossing.Application))
        {
            throw EngineException.Invalid($"relation {id} \"{relation}\" is suspended and resumed where its offer is, in model \"{crossing.Model}\"");
        }

        return relation.Life == Life.Alive
            ? Relations.Update(model, id, change)
            : throw EngineException.Conflict($"relation {id} \"{relation}\" is being removed");
    }

    // What its own side said before is over; a unit that has not left yet stays with what it said.
    private static RelationRecord Resumed(RelationRecord relation)
    {
        var own = Mirror.OwnApplication(relation);
        var members = relation.Members.Where(member => Names.ApplicationOf(member.Key) == own).ToList();
        return relation with
        {
            Suspended = null,
            Members = relation.Members.SetItems(members.Where(member => !member.Value.InScope)
                .Select(member => KeyValuePair.Create(member.Key, member.Value with { Databag = member.Value.Databag.Cleared() }))),
            Applications = relation.Applications.TryGetValue(own, out var said) && !members.Exists(member => member.Value.InScope)
                ? relation.Applications.SetItem(own, said.Cleared())
                : relation.Applications,
        };
    }
}
