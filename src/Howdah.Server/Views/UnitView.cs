using System.Collections.Immutable;
using Howdah.Engine.Models;
using Howdah.Server.Client.Units;

namespace Howdah.Server.Views;

/// <summary>A unit as <c>show-unit</c> shows it.</summary>
internal static class UnitView
{
    /// <summary>Makes it.</summary>
    public static UnitDetail Of(ModelSnapshot model, UnitRecord unit) => new()
    {
        WorkloadVersion = unit.WorkloadVersion.Length == 0 ? null : unit.WorkloadVersion,
        OpenedPorts = [.. unit.Ports.Select(port => port.ToString()).Distinct(StringComparer.Ordinal)],
        Charm = unit.CharmId,
        Leader = model.IsLeader(unit),
        Life = unit.Life.Name(),
        RelationInfo = [.. model.RelationsOf(unit.Application).Select(relation => RelationOf(relation, unit))],
        ProviderId = unit.ProviderId,
        Address = unit.Address,
    };

    private static RelationDetail RelationOf(RelationRecord relation, UnitRecord unit)
    {
        var here = relation.EndOf(unit.Application)!;
        var there = relation.RemoteEndOf(unit.Application)!;
        var related = relation.Members
            .Where(member => member.Key != unit.Name && member.Value.InScope
                && member.Key.StartsWith(there.Application + "/", StringComparison.Ordinal))
            .ToDictionary(member => member.Key, member => MemberOf(member.Value), StringComparer.Ordinal);
        return new RelationDetail
        {
            RelationId = relation.Id,
            Endpoint = here.Endpoint,
            CrossModel = relation.Crossing is null ? null : true,
            RelatedEndpoint = there.Endpoint,
            ApplicationData = relation.Applications.TryGetValue(there.Application, out var data) ? data.Values : ImmutableSortedDictionary<string, string>.Empty,
            LocalUnit = relation.Members.TryGetValue(unit.Name, out var own) ? MemberOf(own) : null,
            RelatedUnits = related.Count == 0 ? null : related,
        };
    }

    private static RelationUnitDetail MemberOf(RelationMember member) => new(member.InScope, member.Databag.Values);
}
