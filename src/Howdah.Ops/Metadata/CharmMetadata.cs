namespace Howdah.Ops;

/// <summary>What <c>metadata.yaml</c> declares (Juju contract 1.2).</summary>
public sealed record CharmMetadata(string Name)
{
    /// <summary>One line on the charm.</summary>
    public string Summary { get; init; } = "";

    /// <summary>What it is.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its endpoints, by name.</summary>
    public IReadOnlyDictionary<string, EndpointMetadata> Endpoints { get; init; } = Empty<EndpointMetadata>();

    /// <summary>Its workload containers, by name.</summary>
    public IReadOnlyDictionary<string, ContainerMetadata> Containers { get; init; } = Empty<ContainerMetadata>();

    /// <summary>Its storages, by name.</summary>
    public IReadOnlyDictionary<string, StorageMetadata> Storages { get; init; } = Empty<StorageMetadata>();

    /// <summary>Its resources, by name.</summary>
    public IReadOnlyDictionary<string, ResourceMetadata> Resources { get; init; } = Empty<ResourceMetadata>();

    /// <summary>Names of its extra bindings.</summary>
    public IReadOnlyList<string> ExtraBindings { get; init; } = [];

    /// <summary>
    /// Its options (<c>config.yaml</c>), by name. The file may be long, and most events need none: it is read when they are first looked at.
    /// </summary>
    /// <exception cref="FormatException">The file is wrong; the message says how.</exception>
    public IReadOnlyDictionary<string, OptionMetadata> Options => field ??= ReadOptions();

    /// <summary>Its actions (<c>actions.yaml</c>), by name.</summary>
    public IReadOnlyDictionary<string, ActionMetadata> Actions { get; init; } = Empty<ActionMetadata>();

    internal Func<IReadOnlyDictionary<string, OptionMetadata>> ReadOptions { private get; init; } = Empty<OptionMetadata>;

    private static Dictionary<string, T> Empty<T>() => new(StringComparer.Ordinal);
}

/// <summary>Which side of a relation an endpoint is.</summary>
public enum EndpointRole
{
    /// <summary>Offers something.</summary>
    Provider,

    /// <summary>Needs something.</summary>
    Requirer,

    /// <summary>Joins the units of the application.</summary>
    Peer,
}

/// <summary>An endpoint.</summary>
public sealed record EndpointMetadata(string Name, EndpointRole Role, string Interface)
{
    /// <summary>How many relations it takes; null for any number.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether each unit has its own subordinate (<c>scope: container</c>).</summary>
    public bool IsContainerScoped { get; init; }
}

/// <summary>A workload container.</summary>
public sealed record ContainerMetadata(string Name)
{
    /// <summary>Its image, a resource.</summary>
    public string? Resource { get; init; }

    /// <summary>Which storage appears where in it.</summary>
    public IReadOnlyList<MountMetadata> Mounts { get; init; } = [];
}

/// <summary>Where a storage appears in a container.</summary>
public sealed record MountMetadata(string Storage, string Location);

/// <summary>A storage.</summary>
public sealed record StorageMetadata(string Name, string Type)
{
    /// <summary>Where it is mounted in the charm's container.</summary>
    public string? Location { get; init; }
}

/// <summary>A resource.</summary>
public sealed record ResourceMetadata(string Name, string Type)
{
    /// <summary>Name of the file, for one of type <c>file</c>.</summary>
    public string? Filename { get; init; }
}

/// <summary>An option of the charm.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>string</c>, <c>int</c>, <c>float</c>, <c>boolean</c> or <c>secret</c>.</param>
/// <param name="Default">As written in the file; null for none.</param>
/// <param name="Description">What it does.</param>
public sealed record OptionMetadata(string Name, string Type, string? Default, string Description);

/// <summary>An action of the charm.</summary>
public sealed record ActionMetadata(string Name, string Description)
{
    /// <summary>Its parameters, by name.</summary>
    public IReadOnlyDictionary<string, ParameterMetadata> Parameters { get; init; } =
        new Dictionary<string, ParameterMetadata>(StringComparer.Ordinal);

    /// <summary>Those that must be given.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];
}

/// <summary>A parameter of an action.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">JSON schema type; empty when the file names none.</param>
/// <param name="Default">As written in the file; null for none.</param>
/// <param name="Description">What it does.</param>
public sealed record ParameterMetadata(string Name, string Type, string? Default, string Description);
