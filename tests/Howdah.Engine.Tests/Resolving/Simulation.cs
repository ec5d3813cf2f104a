using System.Collections.Immutable;
using Howdah.Engine.Changes;
using Howdah.Engine.Charms;
using Howdah.Engine.Models;
using Howdah.Engine.Resolving;
using Howdah.Engine.Substrates;

namespace Howdah.Engine.Tests.Resolving;

/// <summary>A model without processes, disk or clock: hooks are those that the resolver names, and succeed at once.</summary>
internal sealed class Simulation
{
    private readonly Dictionary<string, ImmutableList<ContainerEvent>> _events = new(StringComparer.Ordinal);

    public ModelSnapshot Model { get; set; } = new()
    {
        Model = new ModelRecord { Name = "m", Uuid = "u", Created = DateTimeOffset.UnixEpoch },
    };

    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

    public DateTimeOffset UpdateStatusAt { get; set; } = DateTimeOffset.MaxValue;

    public void Deploy(string metadata, int units = 1)
    {
        var files = new CharmFiles(metadata, null, null, "");
        var charm = CharmReader.Read(files);
        Change(model => Applications.Add(
            model, new CharmRecord($"local:{charm.Name}-0", charm.Name, 0, "", files), charm, new DeployRequest(charm.Name) { Units = units }, Now));
        foreach (var unit in Model.UnitsOf(charm.Name).ToList())
        {
            Change(model => Units.Update(model, unit.Name, record => record with { Address = $"127.0.0.{unit.Number + 1}" }));
        }

        Change(model => model with
        {
            Applications = model.Applications.SetItem(charm.Name, model.Applications[charm.Name] with { Leader = units > 0 ? $"{charm.Name}/0" : null }),
        });
    }

    /// <summary>Begins the refresh of an application to a charm of another content.</summary>
    public void Refresh(string application, string metadata, bool force = false)
    {
        var files = new CharmFiles(metadata, null, null, "");
        var charm = CharmReader.Read(files);
        var revision = Model.CharmRecords.Values.Max(record => record.Revision) + 1;
        Change(model => Refreshes.Begin(
            model, application, new CharmRecord($"local:{charm.Name}-{revision}", charm.Name, revision, metadata, files), charm,
            new RefreshRequest { ForceUnits = force }, Now));
    }

    /// <summary>Has a unit take its application's new charm.</summary>
    public void Take(string unit)
    {
        _ = (Step.Refresh)Next(unit)!;
        Change(model => Refreshes.Take(model, unit, Now));
    }

    public void Change(Func<ModelSnapshot, ModelSnapshot> change) => Model = ModelRules.Settle(change(Model));

    public void Happen(string unit, ContainerEvent happened) => _events[unit] = EventsOf(unit).Add(happened);

    public Step? Next(string unit) => Resolver.Next(Model, Model.Units[unit], Seen(unit));

    public DateTimeOffset? NextLook(string unit) => Resolver.NextLook(Model, Model.Units[unit], Seen(unit));

    /// <summary>Runs the unit's next hook; <paramref name="write"/> is what its charm writes.</summary>
    /// <returns>The hook, as <c>name unit-or-application</c>.</returns>
    public string RunOne(string unit, Func<ModelSnapshot, ModelSnapshot>? write = null)
    {
        var step = (Step.Hook)Next(unit)!;
        Change(model => Outcome.Begin(model, unit, step.Info, Now));
        var seen = Model;
        Change(model => Outcome.Succeeded(write?.Invoke(model) ?? model, seen, unit, step.Info, Now));
        if (step.Event is not null)
        {
            _events[unit] = _events[unit].Remove(step.Event);
        }

        return Describe(step.Info);
    }

    /// <summary>Begins the unit's next hook, under which the engine then dies.</summary>
    public string BeginOne(string unit)
    {
        var step = (Step.Hook)Next(unit)!;
        Change(model => Outcome.Begin(model, unit, step.Info, Now));
        return Describe(step.Info);
    }

    /// <summary>Has the unit's next hook fail.</summary>
    public string FailOne(string unit, TimeSpan? retry)
    {
        var step = (Step.Hook)Next(unit)!;
        Change(model => Outcome.Begin(model, unit, step.Info, Now));
        Change(model => Outcome.Failed(model, unit, step.Info, Now, _ => retry));
        return Describe(step.Info);
    }

    /// <summary>Runs hooks until the unit is owed nothing, or has come to its end.</summary>
    public List<string> Run(string unit)
    {
        var hooks = new List<string>();
        while (Model.Units.ContainsKey(unit) && Next(unit) is Step.Hook)
        {
            hooks.Add(RunOne(unit));
        }

        return hooks;
    }

    /// <summary>Runs all units until none is owed anything; what is removed goes.</summary>
    public void RunAll()
    {
        for (var went = true; went;)
        {
            went = false;
            foreach (var unit in Model.Units.Keys.ToList())
            {
                went |= Run(unit).Count > 0;
                if (Next(unit) is Step.Remove)
                {
                    Change(model => Units.Delete(model, unit, Now));
                    went = true;
                }
            }
        }
    }

    public ModelSnapshot WriteUnit(ModelSnapshot model, int relation, string unit, string value) => Relations.Update(model, relation, current =>
        current with
        {
            Members = current.Members.SetItem(unit, current.Members[unit] with
            {
                Databag = current.Members[unit].Databag.With([KeyValuePair.Create("key", value)]),
            }),
        });

    public ModelSnapshot WriteApplication(ModelSnapshot model, int relation, string application, string value) =>
        Relations.Update(model, relation, current => current with
        {
            Applications = current.Applications.SetItem(
                application,
                (current.Applications.GetValueOrDefault(application) ?? Databag.Empty).With([KeyValuePair.Create("key", value)])),
        });

    private static string Describe(HookInfo hook) =>
        $"{hook.Name} {hook.RemoteUnit ?? hook.RemoteApplication ?? hook.StorageId ?? hook.NoticeKey}{(hook.DepartingUnit is null ? "" : $" departing {hook.DepartingUnit}")}".TrimEnd();

    private ImmutableList<ContainerEvent> EventsOf(string unit) => _events.GetValueOrDefault(unit) ?? [];

    private Observations Seen(string unit) => new() { Now = Now, Events = EventsOf(unit), UpdateStatusAt = UpdateStatusAt };
}
