using Howdah.Engine.Charms;
using Howdah.Engine.Models;
using Howdah.Engine.Resolving;

namespace Howdah.Engine.Changes;

/// <summary>
/// The change of an application to another charm. Units take it one after another, the highest number first, and the next one only when the
/// one before is through <c>upgrade-charm</c> and <c>config-changed</c>. When one of the two fails, all go back to the charm they came from.
/// </summary>
internal static class Refreshes
{
    /// <summary>The hook that tells of a new charm.</summary>
    public const string Hook = "upgrade-charm";

    /// <summary>Begins a refresh. An application that is being refreshed already still goes back to where it began.</summary>
    public static ModelSnapshot Begin(
        ModelSnapshot model, string name, CharmRecord record, Charm charm, RefreshRequest request, DateTimeOffset now)
    {
        var application = Find.Application(model, name);
        RefreshRules.Check(model, application, record, charm, request);
        var refresh = new RefreshRecord(
            application.Refresh?.From ?? application.CharmId, application.Refresh?.Config ?? application.Config, request.ForceUnits, now);
        model = model with
        {
            CharmRecords = model.CharmRecords.SetItem(record.Id, model.CharmRecords.GetValueOrDefault(record.Id) ?? record),
            Charms = model.Charms.SetItem(record.Id, charm),
        };
        var changed = application with
        {
            CharmId = record.Id,
            Refresh = refresh,
            RefreshNote = "",
            Trust = application.Trust || request.Trust,
            Config = RefreshRules.Fitting(application.Config, charm),
            Resources = application.Resources.SetItems(request.Resources),
        };
        return Settle(AddPeers(
            model with { Applications = model.Applications.SetItem(name, Applications.WithConfig(changed, charm, request.Config, [])) },
            changed,
            charm,
            now));
    }

    /// <summary>True when a unit is to take its application's charm now.</summary>
    public static bool IsDue(ModelSnapshot model, UnitRecord unit)
    {
        var application = model.Applications[unit.Application];
        if (unit.CharmId == application.CharmId || unit.Life != Life.Alive)
        {
            return false;
        }

        // Units go back at once and together: nobody waits for a charm that is known to work.
        return application.Refresh is not { } refresh
            || ((unit.Told.Failure is null || refresh.Force)
                && (!unit.Told.Installed || !model.UnitsOf(unit.Application).Any(other => IsBefore(other, unit, application))));
    }

    /// <summary>The unit with its application's charm, of which its own hears next.</summary>
    public static ModelSnapshot Take(ModelSnapshot model, string name, DateTimeOffset now)
    {
        if (!model.Units.TryGetValue(name, out var unit) || !IsDue(model, unit))
        {
            return model;
        }

        var charm = model.Applications[unit.Application].CharmId;
        model = Units.Update(model, name, record => record with
        {
            CharmId = charm,
            Told = record.Told with
            {
                Queued = record.Told.Installed ? Hook : record.Told.Queued,
                Failure = record.Told.Failure is { } failure ? failure with { RetryAt = now } : null,
            },
        });
        return Settle(model.Charms[charm].Storages.Values.Aggregate(model, (current, storage) => AddStorage(current, unit, storage, now)));
    }

    /// <summary>Has the units of an application hear of <c>upgrade-charm</c> although the charm is the same: its resources are others.</summary>
    public static ModelSnapshot Tell(ModelSnapshot model, string application) =>
        model.UnitsOf(application).Where(unit => unit is { Life: Life.Alive, Told: { Installed: true, Queued: null } }).Aggregate(
            model, (current, unit) => Units.Update(current, unit.Name, record => record with { Told = record.Told with { Queued = Hook } }));

    /// <summary>The model after a hook of a unit failed: when the new charm was on trial in it, the application goes back.</summary>
    public static ModelSnapshot Failed(ModelSnapshot model, string name, HookInfo hook)
    {
        if (!model.Units.TryGetValue(name, out var unit)
            || !model.Applications.TryGetValue(unit.Application, out var application)
            || application.Refresh is not { } refresh
            || unit.CharmId != application.CharmId
            || unit.Told.Queued != hook.Name)
        {
            return model;
        }

        var old = model.Charms[refresh.From];
        var back = application with
        {
            CharmId = refresh.From,
            Refresh = null,
            RefreshNote = $"refresh to {application.CharmId} rolled back: hook \"{hook.Name}\" failed on {name}",
            Config = RefreshRules.Fitting(refresh.Config.SetItems(application.Config), old),
        };
        model = Units.Update(model, name, record => record with { Told = record.Told with { Failure = null } });
        back = Applications.WithConfig(back, old, new Dictionary<string, string>(StringComparer.Ordinal), []);
        return RemovePeers(model with { Applications = model.Applications.SetItem(back.Name, back) }, back);
    }

    /// <summary>Ends refreshes that are through, and forgets what no application and no unit has any more.</summary>
    public static ModelSnapshot Settle(ModelSnapshot model)
    {
        foreach (var application in model.Applications.Values)
        {
            if (application.Refresh is not null && model.UnitsOf(application.Name).All(unit => IsThrough(unit, application)))
            {
                model = RemovePeers(model with
                {
                    Applications = model.Applications.SetItem(application.Name, application with { Refresh = null }),
                }, application);
            }
        }

        var used = model.Applications.Values.SelectMany(IEnumerable<string> (application) =>
                application.Refresh is { } refresh ? [application.CharmId, refresh.From] : [application.CharmId])
            .Concat(model.Units.Values.Select(unit => unit.CharmId))
            .ToHashSet(StringComparer.Ordinal);
        var unused = model.CharmRecords.Keys.Where(charm => !used.Contains(charm)).ToList();
        return unused.Count == 0
            ? model
            : model with { CharmRecords = model.CharmRecords.RemoveRange(unused), Charms = model.Charms.RemoveRange(unused) };
    }

    private static bool IsThrough(UnitRecord unit, ApplicationRecord application) => unit.Life != Life.Alive
        || (unit.CharmId == application.CharmId && unit.Told is { Failure: null, Queued: not (Hook or "config-changed") });

    private static bool IsBefore(UnitRecord other, UnitRecord unit, ApplicationRecord application) =>
        other.Name != unit.Name && other.Told.Installed && !IsThrough(other, application)
        && (other.Number > unit.Number || other.CharmId == application.CharmId);

    private static ModelSnapshot AddPeers(ModelSnapshot model, ApplicationRecord application, Charm charm, DateTimeOffset now) =>
        charm.Endpoints.Values
            .Where(endpoint => endpoint.Role == EndpointRole.Peer
                && !model.RelationsOf(application.Name).Any(relation => relation.IsPeer && relation.Ends[0].Endpoint == endpoint.Name))
            .Aggregate(model, (current, peer) => Relations.AddPeer(current, application.Name, peer, now));

    private static ModelSnapshot RemovePeers(ModelSnapshot model, ApplicationRecord application)
    {
        var charm = model.Charms[application.CharmId];
        return model.RelationsOf(application.Name)
            .Where(relation => relation.IsPeer && !charm.Endpoints.ContainsKey(relation.Ends[0].Endpoint))
            .ToList()
            .Aggregate(model, Relations.Delete);
    }

    private static ModelSnapshot AddStorage(ModelSnapshot model, UnitRecord unit, Storage storage, DateTimeOffset now)
    {
        var missing = storage.MinimumCount - model.StoragesOf(unit.Name).Count(instance => instance.Name == storage.Name);
        return Enumerable.Range(0, Math.Max(0, missing)).Aggregate(model, (current, _) => Storages.Add(current, unit.Name, storage, now));
    }
}
