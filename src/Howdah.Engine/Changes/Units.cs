using System.Globalization;
using Howdah.Engine.Models;

namespace Howdah.Engine.Changes;

/// <summary>Changes of units.</summary>
internal static class Units
{
    /// <summary>Adds units with their storage. Numbers are never used again.</summary>
    /// <param name="model">The model.</param>
    /// <param name="application">The application.</param>
    /// <param name="count">How many units.</param>
    /// <param name="now">The time.</param>
    /// <param name="attach">Detached storage that the unit, then a single one, gets instead of new storage.</param>
    public static ModelSnapshot Add(
        ModelSnapshot model, string application, int count, DateTimeOffset now, IReadOnlyList<string>? attach = null)
    {
        var record = Find.Application(model, application);
        if (record.Life != Life.Alive)
        {
            throw EngineException.Conflict($"application \"{application}\" is being removed");
        }

        for (var added = 0; added < count; added++)
        {
            var number = model.Model.NextUnits.GetValueOrDefault(application);
            var name = string.Create(CultureInfo.InvariantCulture, $"{application}/{number}");
            model = model with
            {
                Model = model.Model with { NextUnits = model.Model.NextUnits.SetItem(application, number + 1) },
                Units = model.Units.Add(name, new UnitRecord
                {
                    Name = name,
                    Application = application,
                    Number = number,
                    CharmId = record.CharmId,
                    Created = now,
                    Workload = new StatusInfo(WorkloadStatus.Waiting, "installing agent", now),
                    Agent = new StatusInfo(AgentStatus.Allocating, "", now),
                }),
            };
            model = (attach ?? []).Aggregate(model, (current, storage) => Storages.Attach(current, name, storage, now));
            foreach (var storage in model.Charms[record.CharmId].Storages.Values)
            {
                var instances = record.StorageCounts.GetValueOrDefault(storage.Name, storage.MinimumCount);
                for (var instance = model.StoragesOf(name).Count(given => given.Name == storage.Name); instance < instances; instance++)
                {
                    model = Storages.Add(model, name, storage, now);
                }
            }
        }

        return model;
    }

    /// <summary>Brings an application to a number of units; the ones with the highest numbers go first.</summary>
    public static ModelSnapshot Scale(ModelSnapshot model, string application, int count, DateTimeOffset now)
    {
        if (count < 0)
        {
            throw EngineException.Invalid($"cannot scale application \"{application}\" to {count} units: expected 0 or more");
        }

        var record = Find.Application(model, application);
        var alive = model.UnitsOf(application).Where(unit => unit.Life == Life.Alive).ToList();
        model = alive.Count < count
            ? Add(model, application, count - alive.Count, now)
            : alive.Skip(count).Aggregate(model, (current, unit) => Remove(current, unit, destroyStorage: false, force: false));
        return model with { Applications = model.Applications.SetItem(application, record with { Scale = count }) };
    }

    /// <summary>Begins the end of a unit.</summary>
    public static ModelSnapshot Remove(ModelSnapshot model, UnitRecord unit, bool destroyStorage, bool force)
    {
        var changed = unit with
        {
            Life = unit.Life == Life.Alive ? Life.Dying : unit.Life,
            DestroyStorage = unit.DestroyStorage || destroyStorage,
            Force = unit.Force || force,
        };
        return changed == unit ? model : model with { Units = model.Units.SetItem(unit.Name, changed) };
    }

    /// <summary>Deletes a unit whose place is gone. Its storage is detached, or deleted when that was asked for.</summary>
    public static ModelSnapshot Delete(ModelSnapshot model, string name, DateTimeOffset now)
    {
        if (!model.Units.TryGetValue(name, out var unit))
        {
            return model;
        }

        foreach (var relation in model.RelationsOf(unit.Application))
        {
            model = Relations.Leave(model, relation.Id, name);
        }

        foreach (var storage in model.StoragesOf(name))
        {
            model = model with
            {
                Storages = unit.DestroyStorage
                    ? model.Storages.Remove(storage.Id)
                    : model.Storages.SetItem(storage.Id, storage with { Unit = null, Since = now }),
            };
        }

        foreach (var task in model.Tasks.Values.Where(task => task.Unit == name && !task.IsOver))
        {
            model = model with
            {
                Tasks = model.Tasks.SetItem(task.Id, task with
                {
                    Status = Models.TaskStatus.Cancelled, Message = $"unit \"{name}\" was removed", Completed = now,
                }),
            };
        }

        model = Secrets.Forget(model, name);
        return Refreshes.Settle(model with
        {
            Units = model.Units.Remove(name),
            Applications = model.Applications.TryGetValue(unit.Application, out var application) && application.Leader == name
                ? model.Applications.SetItem(application.Name, application with { Leader = null })
                : model.Applications,
        });
    }

    /// <summary>The model with another version of a unit's record; unchanged when the unit is gone.</summary>
    public static ModelSnapshot Update(ModelSnapshot model, string name, Func<UnitRecord, UnitRecord> change)
    {
        if (!model.Units.TryGetValue(name, out var unit))
        {
            return model;
        }

        var changed = change(unit);
        return ReferenceEquals(changed, unit) || changed == unit ? model : model with { Units = model.Units.SetItem(name, changed) };
    }
}
