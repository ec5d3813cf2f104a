namespace Howdah.Engine.Substrates;

/// <summary>What a unit consists of, as the model knows it.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Unit">Name of the unit, <c>app/0</c>.</param>
/// <param name="CharmDirectory">Folder of the charm on the engine's side; the unit gets a copy of its own, writable by its charm.</param>
/// <param name="CharmRevision">Changes with every new charm; a unit whose copy has another revision gets a new copy.</param>
/// <param name="AgentDirectory">Folder on the engine's side that holds the unit agent's socket; visible in the charm container as <c>/var/lib/juju/agents/unit-app-0</c>.</param>
/// <param name="HookCommands">Names under which the charm finds the hook commands on its PATH.</param>
/// <param name="Address">The address that the unit had before, to be kept; null for a new unit.</param>
/// <param name="Containers">The workload containers of the charm's metadata, without <c>charm</c>.</param>
/// <param name="Storages">The unit's storage instances.</param>
public sealed record UnitSpec(
    string Model,
    string Unit,
    string CharmDirectory,
    string CharmRevision,
    string AgentDirectory,
    IReadOnlyList<string> HookCommands,
    string? Address,
    IReadOnlyList<ContainerSpec> Containers,
    IReadOnlyList<StorageSpec> Storages);

/// <summary>A workload container.</summary>
/// <param name="Name">Its name in the charm's metadata.</param>
/// <param name="Uid">User that its Pebble runs as; null for root.</param>
/// <param name="Gid">Group that its Pebble runs as; null for root.</param>
/// <param name="Mounts">Where the unit's storage appears in it.</param>
public sealed record ContainerSpec(string Name, int? Uid, int? Gid, IReadOnlyList<MountSpec> Mounts);

/// <summary>A storage instance mounted in a workload container.</summary>
/// <param name="StorageId">The instance, <c>pgdata/0</c>.</param>
/// <param name="Location">Absolute path in the container.</param>
public sealed record MountSpec(string StorageId, string Location);

/// <summary>A storage instance of a unit.</summary>
/// <param name="Id">The instance, <c>pgdata/0</c>.</param>
/// <param name="Location">Absolute path in the charm container.</param>
public sealed record StorageSpec(string Id, string Location);

/// <summary>Where a unit came to be.</summary>
/// <param name="Address">Its IP address.</param>
/// <param name="ProviderId">The place's own name for it, <c>app-0</c>.</param>
public sealed record UnitPlace(string Address, string ProviderId)
{
    /// <summary>
    /// What goes before <c>/var/lib/juju/…</c> in the paths that the charm's processes are given. Empty wherever the charm container has
    /// a file system of its own.
    /// </summary>
    public string Root { get; init; } = "";
}
