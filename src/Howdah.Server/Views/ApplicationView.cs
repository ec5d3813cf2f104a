using Howdah.Engine.Models;
using Howdah.Server.Client.Status;

namespace Howdah.Server.Views;

/// <summary>An application as <c>status</c> shows it.</summary>
internal static class ApplicationView
{
    private const string Space = "alpha";

    /// <summary>Makes it.</summary>
    public static ApplicationStatus Of(ModelSnapshot model, ApplicationRecord application, string agentVersion)
    {
        var record = model.CharmRecords[application.CharmId];
        var charm = model.Charms[application.CharmId];
        return new ApplicationStatus
        {
            Charm = record.Id,
            Base = HostSystem.Base,
            CharmName = record.Name,
            CharmRev = record.Revision,
            CharmVersion = charm.Version.Length == 0 ? null : charm.Version,
            Scale = application.Scale,
            Exposed = application.Exposed,
            Life = application.Life.NameUnlessAlive(),
            Status = StatusView.ValueOf(model.StatusOf(application)),
            Relations = RelationsOf(model, application.Name),
            Version = VersionOf(model, application.Name),
            EndpointBindings = charm.Endpoints.Keys.Prepend("").ToDictionary(endpoint => endpoint, _ => Space, StringComparer.Ordinal),
            Units = model.UnitsOf(application.Name)
                .ToDictionary(unit => unit.Name, unit => UnitOf(model, unit, agentVersion), StringComparer.Ordinal),
        };
    }

    private static UnitStatus UnitOf(ModelSnapshot model, UnitRecord unit, string agentVersion) => new()
    {
        Workload = StatusView.ValueOf(unit.WorkloadShown),
        Agent = StatusView.ValueOf(unit.Agent) with { Version = agentVersion },
        Leader = model.IsLeader(unit) ? true : null,
        OpenPorts = unit.Ports.IsEmpty ? null : [.. unit.Ports.Select(port => port.ToString()).Distinct(StringComparer.Ordinal)],
        UpgradingFrom = model.Applications[unit.Application].CharmId == unit.CharmId ? null : unit.CharmId,
        Address = unit.Address,
        ProviderId = unit.ProviderId,
        Life = unit.Life.NameUnlessAlive(),
    };

    private static Dictionary<string, IReadOnlyList<RelatedApplication>> RelationsOf(ModelSnapshot model, string application)
    {
        var relations = new SortedDictionary<string, List<RelatedApplication>>(StringComparer.Ordinal);
        foreach (var relation in model.RelationsOf(application))
        {
            var (here, there) = (relation.EndOf(application)!, relation.RemoteEndOf(application)!);
            if (!relations.TryGetValue(here.Endpoint, out var related))
            {
                relations[here.Endpoint] = related = [];
            }

            related.Add(new RelatedApplication { Application = there.Application, Interface = here.Interface });
        }

        return relations.ToDictionary(pair => pair.Key, IReadOnlyList<RelatedApplication> (pair) => pair.Value, StringComparer.Ordinal);
    }

    private static string? VersionOf(ModelSnapshot model, string application) => model.UnitsOf(application)
        .Where(unit => unit.WorkloadVersion.Length > 0)
        .MaxBy(unit => unit.WorkloadVersionSince)?.WorkloadVersion;
}
