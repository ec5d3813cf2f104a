using System.Collections.Immutable;
using Howdah.Engine.Charms;
using Howdah.Engine.Models;

namespace Howdah.Engine.Changes;

/// <summary>Changes of relations.</summary>
internal static class Relations
{
    /// <summary>Relates two endpoints, each <c>app</c> or <c>app:endpoint</c>.</summary>
    public static ModelSnapshot Add(ModelSnapshot model, string first, string second, DateTimeOffset now, out RelationRecord added)
    {
        var (one, other) = EndpointMatch.Resolve(model, first, second);
        foreach (var end in new[] { one, other })
        {
            if ((model.Applications.GetValueOrDefault(end.Application)?.Life ?? model.RemoteApplications[end.Application].Life) != Life.Alive)
            {
                throw EngineException.Conflict($"application \"{end.Application}\" is being removed");
            }
        }

        if (EndpointMatch.Existing(model, one, other) is { } existing)
        {
            throw EngineException.Conflict(existing.Life == Life.Alive
                ? $"relation {one} {other} already exists"
                : $"relation {one} {other} is being removed; wait until it is gone");
        }

        foreach (var end in new[] { one, other })
        {
            CheckLimit(model, end, $"{one} {other}");
        }

        added = new RelationRecord
        {
            Id = model.Model.NextRelation,
            Ends = one.Role == EndpointRole.Provider ? [one, other] : [other, one],
            Created = now,
            Crossing = Offers.CrossingOf(model, one, other),
        };
        return Insert(model, added);
    }

    /// <summary>Adds the relation of an application's units among themselves.</summary>
    public static ModelSnapshot AddPeer(ModelSnapshot model, string application, Endpoint peer, DateTimeOffset now) =>
        Insert(model, new RelationRecord
        {
            Id = model.Model.NextRelation,
            Ends = [new RelationEnd(application, peer.Name, peer.Interface, EndpointRole.Peer)],
            Created = now,
        });

    /// <summary>Begins the end of a relation.</summary>
    public static ModelSnapshot Remove(ModelSnapshot model, RelationRecord relation) =>
        relation.Life != Life.Alive
            ? model
            : model with { Relations = model.Relations.SetItem(relation.Id, relation with { Life = Life.Dying }) };

    /// <summary>Deletes a relation that every unit has left, with its databags and grants.</summary>
    public static ModelSnapshot Delete(ModelSnapshot model, RelationRecord relation)
    {
        model = Secrets.RevokeAll(model, relation) with { Relations = model.Relations.Remove(relation.Id) };
        foreach (var unit in model.Units.Values)
        {
            if (unit.Told.Relations.ContainsKey(relation.Id))
            {
                model = Units.Update(model, unit.Name, current =>
                    current with { Told = current.Told with { Relations = current.Told.Relations.Remove(relation.Id) } });
            }
        }

        return model;
    }

    /// <summary>Has a unit enter a relation, or refreshes the addresses that it publishes there.</summary>
    public static ModelSnapshot Enter(ModelSnapshot model, int relationId, UnitRecord unit)
    {
        if (!model.Relations.TryGetValue(relationId, out var relation))
        {
            return model;
        }

        var member = relation.Members.GetValueOrDefault(unit.Name) ?? new RelationMember(Databag.Empty, InScope: true);
        var address = unit.Address ?? "";
        var databag = member.Databag.With(
        [
            KeyValuePair.Create("egress-subnets", address.Length == 0 ? "" : $"{address}/32"),
            KeyValuePair.Create("ingress-address", address),
            KeyValuePair.Create("private-address", address),
        ]);
        return Update(model, relationId, current =>
            current with { Members = current.Members.SetItem(unit.Name, new RelationMember(databag, InScope: true)) });
    }

    /// <summary>Has a unit leave a relation.</summary>
    public static ModelSnapshot Leave(ModelSnapshot model, int relationId, string unit) => Update(model, relationId, relation =>
        relation.Members.TryGetValue(unit, out var member) && member.InScope
            ? relation with { Members = relation.Members.SetItem(unit, member with { InScope = false }) }
            : relation);

    /// <summary>The model with another version of a relation; unchanged when the relation is gone.</summary>
    public static ModelSnapshot Update(ModelSnapshot model, int id, Func<RelationRecord, RelationRecord> change)
    {
        if (!model.Relations.TryGetValue(id, out var relation))
        {
            return model;
        }

        var changed = change(relation);
        return ReferenceEquals(changed, relation) ? model : model with { Relations = model.Relations.SetItem(id, changed) };
    }

    /// <summary>Adds the half that a consuming model asked for.</summary>
    public static ModelSnapshot AddCrossing(ModelSnapshot model, ImmutableArray<RelationEnd> ends, Crossing crossing, DateTimeOffset now) =>
        Insert(model, new RelationRecord { Id = model.Model.NextRelation, Ends = ends, Created = now, Crossing = crossing });

    /// <summary>Refuses one relation too many for what the charm of an end declares.</summary>
    public static void CheckLimit(ModelSnapshot model, RelationEnd end, string wanted)
    {
        if (model.Applications.TryGetValue(end.Application, out var application)
            && model.CharmOf(application).Endpoints.GetValueOrDefault(end.Endpoint)?.Limit is { } limit
            && model.RelationsOf(end.Application).Count(relation => relation.Ends.Contains(end)) >= limit)
        {
            throw EngineException.Conflict(
                $"cannot add relation \"{wanted}\": establishing a new relation for {end} would exceed its maximum relation limit of {limit}");
        }
    }

    private static ModelSnapshot Insert(ModelSnapshot model, RelationRecord relation) => model with
    {
        Model = model.Model with { NextRelation = model.Model.NextRelation + 1 },
        Relations = model.Relations.Add(relation.Id, relation),
    };
}
