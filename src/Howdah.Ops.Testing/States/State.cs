namespace Howdah.Ops.Testing;

/// <summary>All that a charm can see, before a dispatch or after it.</summary>
public sealed record State
{
    /// <summary>Whether this unit leads.</summary>
    public bool Leader { get; init; }

    /// <summary>
    /// Options that are set, as <see cref="string"/>, <see cref="long"/>, <see cref="int"/>, <see cref="double"/> or <see
    /// cref="bool"/>; others have their defaults.
    /// </summary>
    public IReadOnlyDictionary<string, object> Config { get; init; } = new Dictionary<string, object>(StringComparer.Ordinal);

    /// <summary>How many units there are or will be.</summary>
    public int PlannedUnits { get; init; } = 1;

    /// <summary>Name of the model.</summary>
    public string ModelName { get; init; } = "test";

    /// <summary>Id of the model.</summary>
    public string ModelUuid { get; init; } = "2f5d7fa6-4e0c-4d4a-8b9b-5f8c0a3f3c11";

    /// <summary>The relations.</summary>
    public IReadOnlyList<RelationState> Relations { get; init; } = [];

    /// <summary>The workload containers; one that is declared but not here is not up.</summary>
    public IReadOnlyList<ContainerState> Containers { get; init; } = [];

    /// <summary>The secrets, ours and those of others.</summary>
    public IReadOnlyList<SecretState> Secrets { get; init; } = [];

    /// <summary>The storage instances.</summary>
    public IReadOnlyList<StorageState> Storages { get; init; } = [];

    /// <summary>The ports that are open.</summary>
    public IReadOnlyList<Port> Ports { get; init; } = [];

    /// <summary>Addresses by binding; others have 192.0.2.0.</summary>
    public IReadOnlyDictionary<string, NetworkInfo> Networks { get; init; } =
        new Dictionary<string, NetworkInfo>(StringComparer.Ordinal);

    /// <summary>Path of each resource.</summary>
    public IReadOnlyDictionary<string, string> Resources { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Status of the unit.</summary>
    public Status UnitStatus { get; init; } = new(StatusKind.Unknown);

    /// <summary>Status of the application.</summary>
    public Status AppStatus { get; init; } = new(StatusKind.Unknown);

    /// <summary>Version of the workload.</summary>
    public string WorkloadVersion { get; init; } = "";

    /// <summary>What the controller keeps for the unit (<c>state-set</c>).</summary>
    public IReadOnlyDictionary<string, string> ControllerState { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the charm remembers: deferred events and stored state.</summary>
    public CharmState Charm { get; init; } = CharmState.Empty;

    /// <summary>The relation with that id.</summary>
    public RelationState Relation(int id) => Relations.Single(r => r.Id == id);

    /// <summary>The relation that a state from before the dispatch held.</summary>
    public RelationState Relation(RelationState before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return Relation(before.Id);
    }

    /// <summary>The container of that name.</summary>
    public ContainerState Container(string name) => Containers.Single(c => string.Equals(c.Name, name, StringComparison.Ordinal));

    /// <summary>The secret with that label of its owner.</summary>
    public SecretState Secret(string label) => Secrets.Single(s => string.Equals(s.Label, label, StringComparison.Ordinal));
}
