using System.Globalization;
using Howdah.Engine.Charms;
using Howdah.Engine.Models;

namespace Howdah.Engine.Why;

/// <summary>Decides why a unit is not active, from what the engine knows and what the charm says. A pure function.</summary>
internal static class WhyNotActive
{
    public static UnitVerdict Of(ModelSnapshot model, UnitRecord unit, WhyFacts facts)
    {
        var shown = unit.WorkloadShown;
        return new UnitVerdict(unit.Name, shown.Current, shown.Message, shown.Since, [.. Reasons(model, unit, facts).DistinctBy(reason => (reason.Kind, reason.Name))]);
    }

    private static IEnumerable<Reason> Reasons(ModelSnapshot model, UnitRecord unit, WhyFacts facts)
    {
        if (unit.Life != Life.Alive)
        {
            return [Removal(unit), .. Failure(unit, facts), .. Running(unit, facts)];
        }

        if (Place(unit) is { } place)
        {
            return [place];
        }

        if (unit.Told.Failure is not null)
        {
            return [.. Failure(unit, facts), .. Checks(unit, facts)];
        }

        IReadOnlyList<Reason> found = [.. Checks(unit, facts), .. Running(unit, facts)];
        if (unit.Workload.Current == WorkloadStatus.Active)
        {
            return found;
        }

        var need = CharmNeed.Of(unit) is { } said ? Needed(model, unit, said) : null;
        found =
        [
            .. need is null ? Array.Empty<Reason>() : [need],
            .. found,
            .. Containers(model, unit, facts),
            .. need?.Kind == ReasonKind.Relation || unit.Workload.Current == WorkloadStatus.Maintenance ? [] : MissingRelations(model, unit),
            .. Neighbours(model, unit),
        ];
        return found.Count > 0 ? found : [Unexplained(unit)];
    }

    private static Reason Removal(UnitRecord unit)
    {
        if (unit.Agent is { Current: AgentStatus.Failed } failed)
        {
            return new Reason(
                ReasonKind.Removal, "", $"it {failed.Message} (since {failed.Since:u}); it is tried again until that works", "howdah debug-log --replay --no-tail");
        }

        var relations = unit.Told.Relations.Values.Count(told => told is { Created: true, Broken: false });
        return new Reason(ReasonKind.Removal, "", relations > 0
            ? string.Create(CultureInfo.InvariantCulture, $"it is being removed and has {relations} relations to leave first")
            : "it is being removed", $"howdah remove-unit {unit.Name} --force");
    }

    private static IEnumerable<Reason> Failure(UnitRecord unit, WhyFacts facts)
    {
        if (unit.Told.Failure is not { } failure)
        {
            yield break;
        }

        var retry = failure.RetryAt is { } at && at > facts.Now
            ? string.Create(CultureInfo.InvariantCulture, $"it is run again in {Math.Ceiling((at - facts.Now).TotalSeconds)} s")
            : failure.RetryAt is null ? "it is not run again by itself" : "it is about to be run again";
        var times = failure.Attempts == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{failure.Attempts} times");
        yield return new Reason(
            ReasonKind.Hook,
            failure.Hook.Name,
            $"it failed {times} since {failure.Since:u}{failure.Hook.Subject}{(facts.LastWord is null ? "" : $" ({facts.LastWord})")}; {retry}",
            facts.LastHook is { } id
                ? string.Create(CultureInfo.InvariantCulture, $"howdah show-hook {unit.Name} {id}")
                : $"howdah resolved {unit.Name}");
    }

    private static Reason? Place(UnitRecord unit) => unit.Agent.Current switch
    {
        AgentStatus.Failed => new Reason(ReasonKind.Place, "", $"it has no place to run since {unit.Agent.Since:u}: {unit.Agent.Message}", "howdah debug-log --replay --no-tail"),
        AgentStatus.Allocating => new Reason(ReasonKind.Place, "", $"its place is being made since {unit.Agent.Since:u}", null),
        _ => null,
    };

    private static IEnumerable<Reason> Running(UnitRecord unit, WhyFacts facts)
    {
        if (unit.Agent.Current == AgentStatus.Executing)
        {
            var seconds = Math.Max(0, Math.Floor((facts.Now - unit.Agent.Since).TotalSeconds));
            yield return new Reason(
                ReasonKind.Hook,
                unit.Agent.Message.Split(' ').ElementAtOrDefault(1) ?? "",
                string.Create(CultureInfo.InvariantCulture, $"{unit.Agent.Message} for {seconds} s"),
                facts.LastHook is { } id ? string.Create(CultureInfo.InvariantCulture, $"howdah show-hook {unit.Name} {id}") : null);
        }
    }

    private static IEnumerable<Reason> Checks(UnitRecord unit, WhyFacts facts) => facts.FailedChecks.Select(check =>
        new Reason(ReasonKind.Check, check, "the health check fails", $"howdah ssh --container {check.Split('/')[0]} {unit.Name} /charm/bin/pebble checks"));

    private static IEnumerable<Reason> Containers(ModelSnapshot model, UnitRecord unit, WhyFacts facts) =>
        model.Charms[unit.CharmId].Containers.Keys
            .Where(container => facts.Containers?.Contains(container) == false)
            .Select(container => new Reason(ReasonKind.Container, container, "its Pebble does not answer yet", null));

    private static Reason Needed(ModelSnapshot model, UnitRecord unit, CharmNeed need) => need.Kind switch
    {
        ReasonKind.Relation when model.Charms[unit.CharmId].Endpoints.TryGetValue(need.Name, out var endpoint) =>
            RelationOf(model, unit, endpoint) is { } relation ? Incomplete(model, unit, endpoint, relation) : Missing(model, unit, endpoint),
        ReasonKind.Option => new Reason(need.Kind, need.Name, "the option has to be set, or set otherwise", $"howdah config {unit.Application} {need.Name}=..."),
        ReasonKind.Unit => new Reason(need.Kind, need.Name, "it has to be done first", model.Units.ContainsKey(need.Name) ? $"howdah why {need.Name}" : null),
        ReasonKind.Container => new Reason(need.Kind, need.Name, "what the container runs is not ready", $"howdah ssh --container {need.Name} {unit.Name} /charm/bin/pebble services"),
        _ => new Reason(need.Kind, need.Name, "the charm waits for it", $"howdah debug-log --include {unit.Name}"),
    };

    private static IEnumerable<Reason> MissingRelations(ModelSnapshot model, UnitRecord unit) =>
        model.Charms[unit.CharmId].Endpoints.Values
            .Where(endpoint => endpoint is { Role: EndpointRole.Requirer, Optional: false })
            .Select(endpoint => RelationOf(model, unit, endpoint) switch
            {
                null => Missing(model, unit, endpoint),
                { Suspended: { } reason } relation => Suspended(model, endpoint, relation, reason),
                _ => null,
            })
            .OfType<Reason>();

    private static RelationRecord? RelationOf(ModelSnapshot model, UnitRecord unit, Endpoint endpoint) => model.RelationsOf(unit.Application)
        .Where(relation => relation.Life == Life.Alive && relation.EndOf(unit.Application)!.Endpoint == endpoint.Name)
        .OrderBy(relation => relation.Suspended is not null).FirstOrDefault();

    private static Reason Missing(ModelSnapshot model, UnitRecord unit, Endpoint endpoint)
    {
        var wanted = endpoint.Role == EndpointRole.Requirer ? EndpointRole.Provider : EndpointRole.Requirer;
        var partner = (from application in model.Applications.Values
                       where application.Name != unit.Application && application.Life == Life.Alive
                       from other in model.CharmOf(application).Endpoints.Values
                       where other.Role == wanted && other.Interface == endpoint.Interface
                       select $"{application.Name}:{other.Name}").FirstOrDefault();
        return partner is null
            ? new Reason(ReasonKind.Relation, endpoint.Name, $"it has none, and no application here speaks {endpoint.Interface}: deploy one that does", null)
            : new Reason(ReasonKind.Relation, endpoint.Name, "it has none", $"howdah integrate {unit.Application}:{endpoint.Name} {partner}");
    }

    private static Reason Incomplete(ModelSnapshot model, UnitRecord unit, Endpoint endpoint, RelationRecord relation)
    {
        if (relation.Suspended is { } reason)
        {
            return Suspended(model, endpoint, relation, reason);
        }

        var remote = relation.RemoteEndOf(unit.Application)!.Application;
        var waiting = model.UnitsOf(remote).FirstOrDefault(other => other.WorkloadShown.Current != WorkloadStatus.Active) ?? model.UnitsOf(remote).FirstOrDefault();
        return new Reason(
            ReasonKind.Relation, endpoint.Name, $"{remote} has not said yet what is needed",
            model.RemoteApplications.TryGetValue(remote, out var offered) ? $"howdah status -m {offered.Model}"
            : waiting is null ? $"howdah add-unit {remote}" : $"howdah why {waiting.Name}");
    }

    // Only the offering model can resume it, and only there is its number known.
    private static Reason Suspended(ModelSnapshot model, Endpoint endpoint, RelationRecord relation, string reason)
    {
        var crossing = relation.Crossing!;
        var (where, id) = model.RemoteApplications.ContainsKey(crossing.Application) ? ($" -m {crossing.Model}", crossing.Relation) : ("", relation.Id);
        return new Reason(
            ReasonKind.Relation, endpoint.Name, reason.Length == 0 ? "it is suspended" : $"it is suspended: {reason}",
            string.Create(CultureInfo.InvariantCulture, $"howdah resume-relation{where} {id}"));
    }

    private static IEnumerable<Reason> Neighbours(ModelSnapshot model, UnitRecord unit) =>
        from relation in model.RelationsOf(unit.Application)
        where !relation.IsPeer && relation.EndOf(unit.Application)!.Endpoint is var endpoint
            && model.Charms[unit.CharmId].Endpoints.GetValueOrDefault(endpoint)?.Role == EndpointRole.Requirer
        from remote in model.UnitsOf(relation.RemoteEndOf(unit.Application)!.Application)
        where remote.WorkloadShown.Current is not (WorkloadStatus.Active or WorkloadStatus.Unknown)
        select new Reason(ReasonKind.Unit, remote.Name, $"it is {remote.WorkloadShown.Current}: {remote.WorkloadShown.Message}", $"howdah why {remote.Name}");

    private static Reason Unexplained(UnitRecord unit) => unit.WorkloadSetByCharm
        ? new Reason(ReasonKind.Charm, "", "the charm says no more than its status", $"howdah debug-log --include {unit.Name}")
        : new Reason(ReasonKind.Charm, "", unit.Told.Started ? "the charm never said how it is; it may well be" : "it has not come to its start yet",
            $"howdah show-hook {unit.Name}");
}
