using Howdah.Engine.Charms;
using Howdah.Engine.Models;

namespace Howdah.Engine.Changes;

/// <summary>Decides which endpoints a person meant who named two applications.</summary>
internal static class EndpointMatch
{
    private const string Implicit = "juju-info";

    /// <summary>The two endpoints, each given as <c>app</c> or <c>app:endpoint</c>.</summary>
    public static (RelationEnd First, RelationEnd Second) Resolve(ModelSnapshot model, string first, string second)
    {
        var ones = Candidates(model, first);
        var others = Candidates(model, second);
        var pairs = Pairs(ones, others, withImplicit: false);
        pairs = pairs.Count > 0 ? pairs : Pairs(ones, others, withImplicit: true);
        return pairs.Count switch
        {
            1 => pairs[0],
            0 => throw EngineException.Invalid(Mismatch(ones, others)),
            _ => throw EngineException.Invalid(
                $"ambiguous relation: \"{first} {second}\" could refer to {string.Join("; ", pairs.Select(pair => $"\"{pair.First} {pair.Second}\""))}"),
        };
    }

    /// <summary>The relation that a person named by its ends.</summary>
    public static RelationRecord Find(ModelSnapshot model, string first, string second)
    {
        var ones = Candidates(model, first);
        var others = Candidates(model, second);
        var found = model.Relations.Values
            .Where(relation => !relation.IsPeer
                && ((ones.Contains(relation.Ends[0]) && others.Contains(relation.Ends[1]))
                    || (ones.Contains(relation.Ends[1]) && others.Contains(relation.Ends[0]))))
            .ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw EngineException.NotFound($"relation \"{first} {second}\" not found"),
            _ => throw EngineException.Invalid(
                $"ambiguous relation: \"{first} {second}\" could refer to {string.Join("; ", found.Select(relation => $"\"{relation}\""))}"),
        };
    }

    /// <summary>The relation that joins these two ends already.</summary>
    public static RelationRecord? Existing(ModelSnapshot model, RelationEnd one, RelationEnd other) =>
        model.Relations.Values.FirstOrDefault(relation => relation.Ends.Contains(one) && relation.Ends.Contains(other));

    private static List<RelationEnd> Candidates(ModelSnapshot model, string text)
    {
        var parts = text.Split(':', 2);
        if (model.RemoteApplications.TryGetValue(parts[0], out var remote))
        {
            List<RelationEnd> offered = [.. remote.Ends.Where(end => parts.Length == 1 || end.Endpoint == parts[1])];
            return offered.Count > 0 ? offered : throw EngineException.NotFound(
                $"offer \"{parts[0]}\" has no \"{parts[1]}\" endpoint; it has {string.Join(", ", remote.Ends.Select(end => end.Endpoint))}");
        }

        var application = Changes.Find.Application(model, parts[0]);
        var charm = model.CharmOf(application);
        if (parts.Length == 2)
        {
            return charm.Endpoints.TryGetValue(parts[1], out var named) ? [End(named)]
                : parts[1] == Implicit ? [ImplicitEnd()]
                : throw EngineException.NotFound($"application \"{parts[0]}\" has no \"{parts[1]}\" relation");
        }

        return [.. charm.Endpoints.Values.Select(End), ImplicitEnd()];

        RelationEnd End(Endpoint endpoint) => new(application.Name, endpoint.Name, endpoint.Interface, endpoint.Role);

        RelationEnd ImplicitEnd() => new(application.Name, Implicit, Implicit, EndpointRole.Provider);
    }

    private static List<(RelationEnd First, RelationEnd Second)> Pairs(List<RelationEnd> ones, List<RelationEnd> others, bool withImplicit) =>
    [
        .. from one in ones
           from other in others
           where one.Interface == other.Interface && one.Application != other.Application
               && (one.Role, other.Role) is (EndpointRole.Provider, EndpointRole.Requirer) or (EndpointRole.Requirer, EndpointRole.Provider)
               && (withImplicit || (one.Endpoint != Implicit && other.Endpoint != Implicit) || ones.Count == 1 || others.Count == 1)
           select (one, other),
    ];

    private static string Mismatch(List<RelationEnd> ones, List<RelationEnd> others) =>
        ones.Count == 1 && others.Count == 1
            ? $"no relations found: {ones[0]} {Describe(ones[0])}, {others[0]} {Describe(others[0])}"
            : "no relations found";

    private static string Describe(RelationEnd end) => $"is a {end.Role.ToString().ToLowerInvariant()} of \"{end.Interface}\"";
}
