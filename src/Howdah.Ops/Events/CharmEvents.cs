using System.Globalization;

namespace Howdah.Ops;

/// <summary>All events that a charm can be told, by its metadata (Juju contract 8.2).</summary>
public sealed class CharmEvents
{
    private readonly CharmModel model;
    private readonly CharmMetadata metadata;
    private readonly SecretCache secrets;
    private readonly HookTools tools;
    private readonly Dictionary<string, EventSource> sources = new(StringComparer.Ordinal);
    private readonly List<ActionEvent> actions = [];

    internal CharmEvents(CharmModel model, CharmMetadata metadata, SecretCache secrets, HookTools tools)
    {
        this.model = model;
        this.metadata = metadata;
        this.secrets = secrets;
        this.tools = tools;
        Install = Lifecycle("install");
        Start = Lifecycle("start");
        ConfigChanged = Lifecycle("config_changed");
        UpdateStatus = Lifecycle("update_status");
        UpgradeCharm = Lifecycle("upgrade_charm");
        LeaderElected = Lifecycle("leader_elected");
        LeaderSettingsChanged = Lifecycle("leader_settings_changed");
        Stop = Lifecycle("stop", canDefer: false);
        Remove = Lifecycle("remove", canDefer: false);
        SecretChanged = Add("secret_changed", s => new SecretEvent(SecretOf(s), true));
        SecretRotate = Add("secret_rotate", s => new SecretEvent(SecretOf(s), false));
        SecretRemove = Add("secret_remove", s => new SecretRevisionEvent(SecretOf(s), Number(s, "revision"), true));
        SecretExpired = Add("secret_expired", s => new SecretRevisionEvent(SecretOf(s), Number(s, "revision"), false));
        CollectUnitStatus = Add("collect_unit_status", _ => new CollectStatusEvent());
        CollectAppStatus = Add("collect_app_status", _ => new CollectStatusEvent());
        AddDeclared();
    }

    /// <summary>The unit begins.</summary>
    public EventSource<LifecycleEvent> Install { get; }

    /// <summary>The first configuration is done.</summary>
    public EventSource<LifecycleEvent> Start { get; }

    /// <summary>An option, the trust or the address changed; and once at the beginning.</summary>
    public EventSource<LifecycleEvent> ConfigChanged { get; }

    /// <summary>Every few minutes.</summary>
    public EventSource<LifecycleEvent> UpdateStatus { get; }

    /// <summary>The charm is a new one, or its pod.</summary>
    public EventSource<LifecycleEvent> UpgradeCharm { get; }

    /// <summary>This unit leads now.</summary>
    public EventSource<LifecycleEvent> LeaderElected { get; }

    /// <summary>Another unit leads (before Juju 4 only).</summary>
    public EventSource<LifecycleEvent> LeaderSettingsChanged { get; }

    /// <summary>The unit ends soon.</summary>
    public EventSource<LifecycleEvent> Stop { get; }

    /// <summary>The unit ends.</summary>
    public EventSource<LifecycleEvent> Remove { get; }

    /// <summary>A secret that was read has a newer revision.</summary>
    public EventSource<SecretEvent> SecretChanged { get; }

    /// <summary>A secret of ours is due for a new revision.</summary>
    public EventSource<SecretEvent> SecretRotate { get; }

    /// <summary>Nobody reads a revision of ours any more.</summary>
    public EventSource<SecretRevisionEvent> SecretRemove { get; }

    /// <summary>A revision of ours expired.</summary>
    public EventSource<SecretRevisionEvent> SecretExpired { get; }

    /// <summary>After every event: how does the unit stand?</summary>
    public EventSource<CollectStatusEvent> CollectUnitStatus { get; }

    /// <summary>After every event, on the leader: how does the application stand?</summary>
    public EventSource<CollectStatusEvent> CollectAppStatus { get; }

    /// <summary>The events of an endpoint.</summary>
    public RelationEventSources Relation(string endpoint) => new(
        Get<RelationCreatedEvent>(endpoint, "relation_created"),
        Get<RelationJoinedEvent>(endpoint, "relation_joined"),
        Get<RelationChangedEvent>(endpoint, "relation_changed"),
        Get<RelationDepartedEvent>(endpoint, "relation_departed"),
        Get<RelationBrokenEvent>(endpoint, "relation_broken"));

    /// <summary>The events of a workload container.</summary>
    public ContainerEventSources Container(string name) => new(
        Get<PebbleReadyEvent>(name, "pebble_ready"),
        Get<PebbleNoticeEvent>(name, "pebble_custom_notice"),
        Get<PebbleCheckEvent>(name, "pebble_check_failed"),
        Get<PebbleCheckEvent>(name, "pebble_check_recovered"));

    /// <summary>The events of a storage.</summary>
    public StorageEventSources Storage(string name) =>
        new(Get<StorageEvent>(name, "storage_attached"), Get<StorageEvent>(name, "storage_detaching"));

    /// <summary>An action.</summary>
    public EventSource<ActionEvent> Action(string name) => Get<ActionEvent>(name, "action");

    /// <summary>
    /// Makes a kind of event of the charm's or a library's own; emit it with <see cref="CharmObject.EmitAsync"/>.
    /// </summary>
    /// <param name="kind">A name that no other event has.</param>
    /// <param name="restore">Makes the event from what it was emitted with, also in a later dispatch.</param>
    public EventSource<TEvent> Define<TEvent>(string kind, Func<IReadOnlyDictionary<string, string>, TEvent> restore)
        where TEvent : CharmEvent => Add(kind, restore);

    /// <summary>Sends the results of the action, which are delivered also when the charm failed after them.</summary>
    internal void FlushActions()
    {
        foreach (var action in actions)
        {
            action.Flush();
        }
    }

    internal EventSource? Find(string kind) => sources.GetValueOrDefault(kind);

    private static string Key(string name, string suffix) => $"{name.Replace('-', '_')}_{suffix}";

    private static int Number(IReadOnlyDictionary<string, string> snapshot, string key) =>
        int.Parse(snapshot[key], CultureInfo.InvariantCulture);

    private void AddDeclared()
    {
        foreach (var endpoint in metadata.Endpoints.Keys)
        {
            Add(Key(endpoint, "relation_created"), s => new RelationCreatedEvent(RelationOf(s)));
            Add(Key(endpoint, "relation_joined"), s => new RelationJoinedEvent(RelationOf(s), s["unit"]));
            Add(Key(endpoint, "relation_changed"), s => new RelationChangedEvent(RelationOf(s), s.GetValueOrDefault("unit")));
            Add(Key(endpoint, "relation_departed"), s =>
                new RelationDepartedEvent(RelationOf(s), s["unit"], s.GetValueOrDefault("departing-unit")));
            Add(Key(endpoint, "relation_broken"), s => new RelationBrokenEvent(RelationOf(s, broken: true)));
        }

        foreach (var container in metadata.Containers.Keys)
        {
            Add(Key(container, "pebble_ready"), _ => new PebbleReadyEvent(model.GetContainer(container)));
            Add(Key(container, "pebble_custom_notice"), s =>
                new PebbleNoticeEvent(model.GetContainer(container), s["notice-id"], s["notice-type"], s["notice-key"]));
            Add(Key(container, "pebble_check_failed"), s => new PebbleCheckEvent(model.GetContainer(container), s["check"]));
            Add(Key(container, "pebble_check_recovered"), s => new PebbleCheckEvent(model.GetContainer(container), s["check"]));
        }

        foreach (var storage in metadata.Storages.Keys)
        {
            Add(Key(storage, "storage_attached"), s => new StorageEvent(StorageOf(s)));
            Add(Key(storage, "storage_detaching"), s => new StorageEvent(StorageOf(s)));
        }

        foreach (var action in metadata.Actions.Values)
        {
            Add(Key(action.Name, "action"), s =>
            {
                var one = new ActionEvent(tools, action, s["id"]);
                actions.Add(one);
                return one;
            });
        }
    }

    private EventSource<LifecycleEvent> Lifecycle(string kind, bool canDefer = true) =>
        Add(kind, _ => new LifecycleEvent(canDefer));

    private EventSource<TEvent> Add<TEvent>(string kind, Func<IReadOnlyDictionary<string, string>, TEvent> restore)
        where TEvent : CharmEvent
    {
        var source = new EventSource<TEvent>(kind, restore);
        return sources.TryAdd(kind, source)
            ? source
            : throw new InvalidOperationException($"there are two kinds of event \"{kind}\"");
    }

    private EventSource<TEvent> Get<TEvent>(string name, string suffix)
        where TEvent : CharmEvent =>
        sources.GetValueOrDefault(Key(name, suffix)) as EventSource<TEvent>
        ?? throw new ArgumentException($"the charm declares no \"{name}\" that could have {suffix} events", nameof(name));

    private Secret SecretOf(IReadOnlyDictionary<string, string> snapshot) =>
        secrets.Unread(snapshot["id"], snapshot.GetValueOrDefault("label"));

    private Relation RelationOf(IReadOnlyDictionary<string, string> snapshot, bool broken = false) =>
        model.GetEventRelation(snapshot["endpoint"], Number(snapshot, "relation"), snapshot.GetValueOrDefault("app"), broken);

    private Storage StorageOf(IReadOnlyDictionary<string, string> snapshot) =>
        model.GetEventStorage(snapshot["name"], Number(snapshot, "index"), snapshot.GetValueOrDefault("location"));
}
