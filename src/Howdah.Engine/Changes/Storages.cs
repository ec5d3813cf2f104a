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
        : storage.Unit is not null ? throw EngineException.Conflict($"storage \"{id}\" is attached to unit \"{storage.Unit}\"; remove the unit first")
        : model with { Storages = model.Storages.Remove(id) };
}
