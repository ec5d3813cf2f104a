using System.Runtime.ExceptionServices;

namespace Howdah.Ops;

/// <summary>What this charm can see of its model. Everything is read when first asked for and kept for the dispatch.</summary>
public sealed class CharmModel
{
    private const int SentAtOnce = 4;

    private readonly ModelContext context;
    private readonly CharmMetadata metadata;
    private readonly Func<string, Howdah.Pebble.Client.IPebble> connect;
    private readonly Dictionary<int, Relation> relations = [];
    private readonly Dictionary<string, IReadOnlyList<Relation>> byEndpoint = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Container> containers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NetworkInfo> networks = new(StringComparer.Ordinal);
    private readonly SecretCache secrets;
    private IReadOnlyList<Storage>? storages;

    internal SecretCache Secrets => secrets;

    internal CharmModel(ModelContext context, CharmMetadata metadata, Func<string, Howdah.Pebble.Client.IPebble> connect)
    {
        this.context = context;
        this.metadata = metadata;
        this.connect = connect;
        secrets = new SecretCache(context);
        Config = new Config(context.Tools, metadata, secrets);
        App = new LocalApplication(context, secrets);
        Unit = new LocalUnit(context, secrets);
    }

    /// <summary>Name of the model.</summary>
    public string Name => context.Environment.ModelName;

    /// <summary>Id of the model.</summary>
    public string Uuid => context.Environment.ModelUuid;

    /// <summary>Our application.</summary>
    public LocalApplication App { get; }

    /// <summary>This unit.</summary>
    public LocalUnit Unit { get; }

    /// <summary>The options as they are set.</summary>
    public Config Config { get; }

    /// <summary>The relations of an endpoint, without one that is being broken.</summary>
    public IReadOnlyList<Relation> GetRelations(string endpoint)
    {
        if (!byEndpoint.TryGetValue(endpoint, out var list))
        {
            var declared = Endpoint(endpoint);
            list = [.. context.Tools.Names("relation-ids", endpoint).Select(RelationId)
                .Select(id => Relation(declared, id, true, null))
                .Where(r => r.IsActive)];
            byEndpoint[endpoint] = list;
        }

        return list;
    }

    /// <summary>The one relation of an endpoint, or null when there is none.</summary>
    /// <exception cref="TooManyRelationsException">There are several.</exception>
    public Relation? GetRelation(string endpoint)
    {
        var all = GetRelations(endpoint);
        return all.Count > 1 ? throw new TooManyRelationsException(endpoint, all.Count) : all.Count == 1 ? all[0] : null;
    }

    /// <summary>A workload container of this unit.</summary>
    public Container GetContainer(string name)
    {
        if (!containers.TryGetValue(name, out var container))
        {
            container = metadata.Containers.ContainsKey(name)
                ? new Container(name, connect)
                : throw new ArgumentException($"metadata.yaml declares no container \"{name}\"", nameof(name));
            containers[name] = container;
        }

        return container;
    }

    /// <summary>A secret by its URI (from a databag or an option).</summary>
    /// <param name="id">Its URI.</param>
    /// <param name="label">Name to find it by from now on, on this unit.</param>
    /// <param name="refresh">Whether to track the latest revision from now on.</param>
    /// <exception cref="SecretNotFoundException">There is none.</exception>
    /// <exception cref="HookCommandException">It was not granted.</exception>
    public Secret GetSecret(string id, string? label = null, bool refresh = false) => secrets.Get(id, label, refresh);

    /// <summary>A secret of ours by its URI, to change or remove it: what is in it is read when it is asked for.</summary>
    public Secret GetOwnSecret(string id) => secrets.Unread(id, null);

    /// <summary>A secret by the label that its owner or this charm gave it, or null when there is none.</summary>
    /// <param name="label">The label.</param>
    /// <param name="refresh">Whether to track the latest revision from now on; owners of what they replace now and then want
    /// that.</param>
    public Secret? FindSecret(string label, bool refresh = false) => secrets.Find(label, refresh);

    /// <summary>The attached instances of a storage.</summary>
    public IReadOnlyList<Storage> GetStorages(string name)
    {
        if (!metadata.Storages.ContainsKey(name))
        {
            throw new ArgumentException($"metadata.yaml declares no storage \"{name}\"", nameof(name));
        }

        storages ??= [.. context.Tools.Names("storage-list").Select(id => new Storage(id, null, context.Tools))];
        return [.. storages.Where(s => string.Equals(s.Name, name, StringComparison.Ordinal))];
    }

    /// <summary>Asks for more instances of a storage.</summary>
    public void RequestStorage(string name, int count = 1) =>
        context.Tools.Run("storage-add", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}={count}"));

    /// <summary>The addresses of an endpoint or extra binding.</summary>
    public NetworkInfo GetNetwork(string binding)
    {
        if (!networks.TryGetValue(binding, out var network))
        {
            networks[binding] = network = NetworkInfo.Parse(context.Tools.Json("network-get", binding));
        }

        return network;
    }

    /// <summary>Path of a resource's file.</summary>
    public string GetResource(string name) => metadata.Resources.ContainsKey(name)
        ? context.Tools.Text("resource-get", name).TrimEnd('\n')
        : throw new ArgumentException($"invalid resource name: {name}", nameof(name));

    /// <summary>The relation of an event, also one that is gone or being broken.</summary>
    internal Relation GetEventRelation(string endpoint, int id, string? remoteApp, bool broken)
    {
        var isOfThisHook = context.Environment.Find("JUJU_RELATION_ID") == $"{endpoint}:{id}";
        var isGoing = broken || (isOfThisHook && context.Environment.HookName == $"{endpoint}-relation-broken");
        var isActive = !isGoing && (relations.ContainsKey(id) || isOfThisHook || GetRelations(endpoint).Any(r => r.Id == id));
        return Relation(Endpoint(endpoint), id, isActive, remoteApp);
    }

    internal Storage GetEventStorage(string name, int index, string? location) => new($"{name}/{index}", location, context.Tools);

    /// <summary>
    /// Sends what was written into databags, several relations' at once: none depends on another, and a hook command is mostly its
    /// process's start.
    /// </summary>
    internal void Flush()
    {
        try
        {
            Parallel.ForEach(relations.Values.Where(r => r.HasUnsent), new ParallelOptions { MaxDegreeOfParallelism = SentAtOnce }, r => r.Flush());
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }

    private Relation Relation(EndpointMetadata endpoint, int id, bool isActive, string? remoteApp)
    {
        if (!relations.TryGetValue(id, out var relation))
        {
            relations[id] = relation = new Relation(context, endpoint, id, isActive, remoteApp);
        }

        return relation;
    }

    private EndpointMetadata Endpoint(string name) => metadata.Endpoints.GetValueOrDefault(name)
        ?? throw new ArgumentException($"metadata.yaml declares no endpoint \"{name}\"", nameof(name));

    private static int RelationId(string key) =>
        int.Parse(key.AsSpan(key.LastIndexOf(':') + 1), System.Globalization.CultureInfo.InvariantCulture);
}
