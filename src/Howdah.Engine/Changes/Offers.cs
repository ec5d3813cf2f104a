using System.Collections.Immutable;
using Howdah.Engine.Charms;
using Howdah.Engine.CrossModel;
using Howdah.Engine.Models;

namespace Howdah.Engine.Changes;

/// <summary>Changes of what a model offers to others and consumes of them.</summary>
internal static class Offers
{
    /// <summary>Offers endpoints of an application.</summary>
    public static ModelSnapshot Add(ModelSnapshot model, string application, IReadOnlyList<string> endpoints, string name)
    {
        var record = Find.Application(model, application);
        var declared = model.CharmOf(record).Endpoints;
        if (record.Life != Life.Alive)
        {
            throw EngineException.Conflict($"application \"{application}\" is being removed");
        }

        if (endpoints.FirstOrDefault(endpoint => !declared.TryGetValue(endpoint, out var found) || found.Role == EndpointRole.Peer) is { } wrong)
        {
            throw EngineException.NotFound($"application \"{application}\" has no \"{wrong}\" endpoint that can be offered");
        }

        if (!Names.IsApplication(name))
        {
            throw EngineException.Invalid($"invalid offer name \"{name}\": use lower-case letters, digits and dashes, a letter in every part");
        }

        return model.Offers.ContainsKey(name)
            ? throw EngineException.Conflict($"offer \"{name}\" already exists")
            : model with { Offers = model.Offers.Add(name, new OfferRecord(name, application, [.. endpoints.Distinct(StringComparer.Ordinal)])) };
    }

    /// <summary>Begins the end of an offer; one that is used is refused unless its relations are to end too.</summary>
    public static ModelSnapshot Remove(ModelSnapshot model, string name, bool force)
    {
        var offer = model.Offers.GetValueOrDefault(name) ?? throw EngineException.NotFound($"offer \"{name}\" not found");
        var used = Uses(model, offer).ToList();
        if (used.Count > 0 && !force)
        {
            throw EngineException.Conflict(
                $"cannot remove offer \"{name}\": it has {used.Count} relation{(used.Count == 1 ? "" : "s")}; use --force to end them too");
        }

        model = model with { Offers = model.Offers.SetItem(name, offer with { Life = Life.Dying }) };
        return used.Aggregate(model, Relations.Remove);
    }

    /// <summary>Refuses to remove an application that other models use.</summary>
    public static void CheckUnused(ModelSnapshot model, string application)
    {
        var used = model.Offers.Values.Where(offer => offer.Application == application).Sum(offer => Uses(model, offer).Count());
        if (used > 0)
        {
            throw EngineException.Conflict(
                $"cannot remove application \"{application}\": it is used by {used} consumer{(used == 1 ? "" : "s")} in other models; "
                + "remove its offer first, or use --force");
        }
    }

    /// <summary>The relations that use an offer.</summary>
    public static IEnumerable<RelationRecord> Uses(ModelSnapshot model, OfferRecord offer) => model.RelationsOf(offer.Application)
        .Where(relation => relation.Crossing is { } crossing && crossing.Offer == offer.Name
            && !model.RemoteApplications.ContainsKey(crossing.Application));

    /// <summary>Has a model know an offer of another under a name.</summary>
    public static ModelSnapshot Consume(ModelSnapshot model, FoundOffer found, string name)
    {
        var (_, other, offer) = found;
        if (other.Model.Uuid == model.Model.Uuid)
        {
            throw EngineException.Invalid($"offer \"{offer.Name}\" is of this model: relate to application \"{offer.Application}\" itself");
        }

        if (!Names.IsApplication(name))
        {
            throw EngineException.Invalid($"invalid name \"{name}\" for an offer: use lower-case letters, digits and dashes, a letter in every part");
        }

        if (model.Applications.ContainsKey(name))
        {
            throw EngineException.Conflict($"cannot consume offer \"{offer.Name}\" as \"{name}\": an application has this name; give another one");
        }

        var record = new RemoteApplicationRecord
        {
            Name = name,
            Offer = offer.Name,
            Model = other.Model.Name,
            ModelUuid = other.Model.Uuid,
            Ends = EndsOf(other, offer, name),
            Status = other.StatusOf(other.Applications[offer.Application]),
        };
        return !model.RemoteApplications.TryGetValue(name, out var known) ? model with { RemoteApplications = model.RemoteApplications.Add(name, record) }
            : known.Life != Life.Alive || (known.ModelUuid, known.Offer) != (record.ModelUuid, record.Offer)
            ? throw EngineException.Conflict($"\"{name}\" is already the name of a consumed offer; give another one")
            : known.Ends.SequenceEqual(record.Ends) ? model
            : model with { RemoteApplications = model.RemoteApplications.SetItem(name, record) };
    }

    /// <summary>Begins the end of a consumed offer, with its relations.</summary>
    public static ModelSnapshot RemoveRemote(ModelSnapshot model, string name)
    {
        var record = model.RemoteApplications.GetValueOrDefault(name) ?? throw EngineException.NotFound($"consumed offer \"{name}\" not found");
        model = model with { RemoteApplications = model.RemoteApplications.SetItem(name, record with { Life = Life.Dying }) };
        return model.RelationsOf(name).Aggregate(model, Relations.Remove);
    }

    /// <summary>What a new relation keeps of its other half; null when both ends are here.</summary>
    public static Crossing? CrossingOf(ModelSnapshot model, RelationEnd one, RelationEnd other)
    {
        var remote = model.RemoteApplications.GetValueOrDefault(one.Application);
        var second = model.RemoteApplications.GetValueOrDefault(other.Application);
        return remote is not null && second is not null
            ? throw EngineException.Invalid($"\"{one.Application}\" and \"{other.Application}\" are both of other models: relate them there")
            : (remote ?? second) is { } found ? new Crossing(found.Name, found.Offer, found.Model, found.ModelUuid, null) : null;
    }

    /// <summary>The offered endpoints of an application, under a name that it has elsewhere.</summary>
    public static ImmutableArray<RelationEnd> EndsOf(ModelSnapshot model, OfferRecord offer, string name)
    {
        var declared = model.CharmOf(model.Applications[offer.Application]).Endpoints;
        return
        [
            .. offer.Endpoints.Where(declared.ContainsKey).Select(endpoint =>
                new RelationEnd(name, endpoint, declared[endpoint].Interface, declared[endpoint].Role)),
        ];
    }

    /// <summary>Removes offers and remote applications that end and have no relation left.</summary>
    public static ModelSnapshot Settle(ModelSnapshot model)
    {
        foreach (var offer in model.Offers.Values.Where(offer => offer.Life != Life.Alive && !Uses(model, offer).Any()))
        {
            model = model with { Offers = model.Offers.Remove(offer.Name) };
        }

        foreach (var remote in model.RemoteApplications.Values.Where(remote => remote.Life != Life.Alive && !model.RelationsOf(remote.Name).Any()))
        {
            model = model with { RemoteApplications = model.RemoteApplications.Remove(remote.Name) };
        }

        return model;
    }

    /// <summary>Ends the offers of an application that is gone.</summary>
    public static ModelSnapshot Forget(ModelSnapshot model, string application) => model with
    {
        Offers = model.Offers.RemoveRange(model.Offers.Values.Where(offer => offer.Application == application).Select(offer => offer.Name)),
    };
}
