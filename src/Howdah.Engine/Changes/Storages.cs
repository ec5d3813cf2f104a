using System.Globalization;
using Howdah.Engine.Charms;
using Howdah.Engine.Models;

namespace Howdah.Engine.Changes;

/// <summary>Changes of storage instances.</summary>
internal static class Storages
{
    /// <summary>Adds an instance for a unit.</summary>
    public static ModelSnapshot Add(ModelSnapshot model, string unit, Storage storage, DateTimeOffset now)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{storage.Name}/{model.Model.NextStorage}");
        return model with
        {
            Model = model.Model with { NextStorage = model.Model.NextStorage + 1 },
            Storages = model.Storages.Add(id, new StorageRecord
            {
                Id = id,
                Name = storage.Name,
                Kind = storage.Kind,
                Created = now,
                Application = Names.ApplicationOf(unit),
                Unit = unit,
                Location = storage.LocationOf(id),
                Since = now,
            }),
        };
    }

    /// <summary>Deletes a detached instance from the model.</summary>
    public static ModelSnapshot Delete(ModelSnapshot model, string id) =>
        !model.Storages.TryGetValue(id, out var storage) ? throw EngineException.NotFound($"storage \"{id}\" not found")
        : storage.Unit is not null ? throw EngineException.Conflict(
            $"storage \"{id}\" is attached to unit \"{storage.Unit}\"; detach it, or remove the unit first")
        : model with { Storages = model.Storages.Remove(id) };

    /// <summary>Adds instances to a unit that lives.</summary>
    public static ModelSnapshot Add(ModelSnapshot model, string unit, string name, int count, DateTimeOffset now)
    {
        var storage = Room(model, Living(model, unit), name, count);
        return Enumerable.Range(0, count).Aggregate(model, (current, _) => Add(current, unit, storage, now));
    }

    /// <summary>Attaches a detached instance, with what is in it, to a unit that lives.</summary>
    public static ModelSnapshot Attach(ModelSnapshot model, string unit, string id, DateTimeOffset now)
    {
        var record = Living(model, unit);
        var instance = Find(model, id);
        if (instance.Unit is { } other)
        {
            throw EngineException.Conflict($"storage \"{id}\" is attached to unit \"{other}\"; detach it first");
        }

        var storage = Room(model, record, instance.Name, 1);
        return storage.Kind != instance.Kind
            ? throw EngineException.Conflict($"cannot attach {instance.Kind} storage \"{id}\": store \"{storage.Name}\" of \"{unit}\" is a {storage.Kind}")
            : Set(model, instance with
            {
                Unit = unit, Application = record.Application, Location = storage.LocationOf(id), Since = now,
            });
    }

    /// <summary>Begins to detach an instance from a unit that goes on without it; its charm is told first.</summary>
    public static ModelSnapshot Detach(ModelSnapshot model, string id, DateTimeOffset now)
    {
        var instance = Find(model, id);
        if (instance.Unit is not { } name)
        {
            throw EngineException.Conflict($"storage \"{id}\" is not attached to a unit");
        }

        var unit = Living(model, name);
        var required = model.Charms[unit.CharmId].Storages.GetValueOrDefault(instance.Name)?.MinimumCount ?? 0;
        var left = model.StoragesOf(name).Count(other => other.Name == instance.Name && other.Life == Life.Alive && other.Id != id);
        return left < required
            ? throw EngineException.Conflict(
                $"cannot detach storage \"{id}\": charm of \"{name}\" requires {required} of store \"{instance.Name}\"; "
                + "remove the unit to keep its storage without it")
            : unit.Told.KnownStorages.Contains(id, StringComparer.Ordinal) ? Set(model, instance with { Life = Life.Dying }) : Detached(model, id, now);
    }

    /// <summary>An instance without a unit, to be attached elsewhere.</summary>
    public static ModelSnapshot Detached(ModelSnapshot model, string id, DateTimeOffset now) =>
        model.Storages.TryGetValue(id, out var instance) ? Set(model, instance with { Unit = null, Life = Life.Alive, Since = now }) : model;

    private static ModelSnapshot Set(ModelSnapshot model, StorageRecord instance) =>
        model with { Storages = model.Storages.SetItem(instance.Id, instance) };

    private static StorageRecord Find(ModelSnapshot model, string id) =>
        model.Storages.GetValueOrDefault(id) ?? throw EngineException.NotFound($"storage \"{id}\" not found");

    private static UnitRecord Living(ModelSnapshot model, string name) => Changes.Find.Unit(model, name) is { Life: Life.Alive } unit
        ? unit
        : throw EngineException.Conflict($"unit \"{name}\" is being removed");

    private static Storage Room(ModelSnapshot model, UnitRecord unit, string name, int count)
    {
        if (!model.Charms[unit.CharmId].Storages.TryGetValue(name, out var storage))
        {
            throw EngineException.Invalid($"charm storage \"{name}\" not found");
        }

        var existing = model.StoragesOf(unit.Name).Count(instance => instance.Name == name);
        return existing + count > storage.MaximumCount
            ? throw EngineException.Invalid($"storage \"{name}\": at most {storage.MaximumCount} instances allowed, {existing + count} asked for")
            : storage;
    }
}
