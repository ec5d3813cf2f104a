using System.Collections.Immutable;

namespace Howdah.Engine.Charms;

/// <summary>What a charm declares of itself in <c>metadata.yaml</c>, <c>config.yaml</c> and <c>actions.yaml</c>.</summary>
public sealed record Charm
{
    /// <summary>Name of the charm.</summary>
    public required string Name { get; init; }

    /// <summary>One line about it.</summary>
    public string Summary { get; init; } = "";

    /// <summary>More about it.</summary>
    public string Description { get; init; } = "";

    /// <summary>First line of the charm's <c>version</c> file, for people; empty when it has none.</summary>
    public string Version { get; init; } = "";

    /// <summary>True when its units live beside the units of another application.</summary>
    public bool Subordinate { get; init; }

    /// <summary>Relation endpoints by name: provided, required and peers. The implicit <c>juju-info</c> is not among them.</summary>
    public ImmutableSortedDictionary<string, Endpoint> Endpoints { get; init; } = ImmutableSortedDictionary<string, Endpoint>.Empty;

    /// <summary>Names of network bindings that are no endpoints.</summary>
    public ImmutableSortedSet<string> ExtraBindings { get; init; } = [];

    /// <summary>Workload containers by name.</summary>
    public ImmutableSortedDictionary<string, Container> Containers { get; init; } = ImmutableSortedDictionary<string, Container>.Empty;

    /// <summary>Resources by name.</summary>
    public ImmutableSortedDictionary<string, Resource> Resources { get; init; } = ImmutableSortedDictionary<string, Resource>.Empty;

    /// <summary>Storage that a unit gets, by name.</summary>
    public ImmutableSortedDictionary<string, Storage> Storages { get; init; } = ImmutableSortedDictionary<string, Storage>.Empty;

    /// <summary>Configuration options by name.</summary>
    public ImmutableSortedDictionary<string, ConfigOption> Options { get; init; } = ImmutableSortedDictionary<string, ConfigOption>.Empty;

    /// <summary>Actions by name.</summary>
    public ImmutableSortedDictionary<string, ActionSpec> Actions { get; init; } = ImmutableSortedDictionary<string, ActionSpec>.Empty;
}

/// <summary>Which side of a relation an endpoint is.</summary>
public enum EndpointRole
{
    /// <summary>Offers the interface.</summary>
    Provider,

    /// <summary>Uses the interface.</summary>
    Requirer,

    /// <summary>Among the units of one application.</summary>
    Peer,
}

/// <summary>A relation endpoint of a charm.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Interface">What is spoken over it; the two sides of a relation agree in it.</param>
/// <param name="Role">Its side.</param>
/// <param name="Limit">Most relations it takes; null for any number.</param>
/// <param name="Optional">Informational: the charm works without.</param>
/// <param name="ContainerScoped">True when it joins a subordinate unit with its principal only.</param>
public sealed record Endpoint(string Name, string Interface, EndpointRole Role, int? Limit, bool Optional, bool ContainerScoped);

/// <summary>A workload container of a charm.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Resource">The resource that names its image; null when it names bases instead.</param>
/// <param name="Uid">User of its Pebble; null for root.</param>
/// <param name="Gid">Group of its Pebble; null for root.</param>
/// <param name="Mounts">Storage that appears in it.</param>
public sealed record Container(string Name, string? Resource, int? Uid, int? Gid, ImmutableArray<ContainerMount> Mounts);

/// <summary>Storage that appears in a container.</summary>
/// <param name="Storage">Name of the storage.</param>
/// <param name="Location">Absolute path in the container.</param>
public sealed record ContainerMount(string Storage, string Location);

/// <summary>A resource of a charm.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>file</c> or <c>oci-image</c>.</param>
/// <param name="FileName">Name of the file; null for an image.</param>
/// <param name="Description">What it is.</param>
public sealed record Resource(string Name, string Type, string? FileName, string Description);

/// <summary>Storage that a charm's units get.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind"><c>filesystem</c> or <c>block</c>.</param>
/// <param name="MinimumCount">How many instances a unit has at least.</param>
/// <param name="MaximumCount">How many it may have; null for any number.</param>
/// <param name="Location">Absolute path in the charm container; null for the default place.</param>
/// <param name="ReadOnly">True when the unit can't write to it.</param>
public sealed record Storage(string Name, string Kind, int MinimumCount, int? MaximumCount, string? Location, bool ReadOnly)
{
    /// <summary>The folder of storage that names no place of its own.</summary>
    internal const string DefaultLocation = "/var/lib/juju/storage";

    /// <summary>Where an instance is found in the charm container.</summary>
    /// <param name="storageId">The instance, <c>data/0</c>.</param>
    public string LocationOf(string storageId) =>
        Location is not null && MaximumCount == 1 ? Location : $"{Location ?? DefaultLocation}/{storageId}";
}
