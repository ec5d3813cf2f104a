using Howdah.Engine.HookCommands;
using Howdah.Engine.Models;
using Howdah.Engine.Substrates;

namespace Howdah.Engine.Agents;

/// <summary>Works out what a unit's place has to offer.</summary>
internal static class UnitSpecs
{
    /// <summary>True when other containers or storage are wanted than were made: what runs can't be given them.</summary>
    public static bool NeedsNewPlace(UnitSpec made, UnitSpec wanted) =>
        !made.Storages.SequenceEqual(wanted.Storages)
        || !made.Containers.Select(Describe).SequenceEqual(wanted.Containers.Select(Describe), StringComparer.Ordinal);

    private static string Describe(ContainerSpec container) =>
        $"{container.Name} {container.Uid} {container.Gid} {string.Join(' ', container.Mounts)}";

    public static UnitSpec Of(ModelSnapshot model, UnitRecord unit, ModelPaths paths)
    {
        var charm = model.Charms[unit.CharmId];
        var record = model.CharmRecords[unit.CharmId];
        var storages = model.StoragesOf(unit.Name).ToList();
        return new UnitSpec(
            model.Model.Name,
            unit.Name,
            paths.Charm(record),
            record.Digest,
            paths.Agent(unit.Name),
            HookCommandTable.Names,
            unit.Address,
            [
                .. charm.Containers.Values.Select(container => new ContainerSpec(container.Name, container.Uid, container.Gid,
                [
                    .. from mount in container.Mounts
                       let instances = storages.Where(storage => storage.Name == mount.Storage).ToList()
                       from storage in instances
                       select new MountSpec(storage.Id, charm.Storages[mount.Storage].MaximumCount == 1 ? mount.Location : $"{mount.Location}/{storage.Id}"),
                ])),
            ],
            [.. storages.Select(storage => new StorageSpec(storage.Id, storage.Location))]);
    }
}
