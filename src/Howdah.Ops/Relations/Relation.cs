namespace Howdah.Ops;

/// <summary>A relation of this application. What is read is kept for the dispatch.</summary>
public sealed class Relation
{
    private readonly ModelContext context;
    private readonly Dictionary<string, Databag> units = new(StringComparer.Ordinal);
    private IReadOnlyList<string>? members;
    private string? remoteApp;
    private LocalDatabag? unitData;
    private LocalDatabag? appData;
    private Databag? remoteAppData;

    internal Relation(ModelContext context, EndpointMetadata endpoint, int id, bool isActive, string? remoteApp)
    {
        this.context = context;
        this.remoteApp = remoteApp;
        Metadata = endpoint;
        Id = id;
        IsActive = isActive;
    }

    /// <summary>Its number in the model.</summary>
    public int Id { get; }

    /// <summary>Our endpoint.</summary>
    public string Endpoint => Metadata.Name;

    /// <summary>What metadata.yaml says on the endpoint.</summary>
    public EndpointMetadata Metadata { get; }

    /// <summary>False while it is being broken.</summary>
    public bool IsActive { get; }

    /// <summary>As hook commands write it: <c>db:3</c>.</summary>
    public string Key => $"{Endpoint}:{Id}";

    /// <summary>The other application; our own for peers.</summary>
    public string RemoteApp => remoteApp ??= FindRemoteApp();

    /// <summary>The other units; for peers all but this one.</summary>
    public IReadOnlyList<string> Units => members ??= ReadMembers();

    /// <summary>
    /// What our application says. Only the leader may write it, and on other relations than peers only the leader may read it.
    /// </summary>
    public LocalDatabag AppData => appData ??= new LocalDatabag(ReadAppData, MayWriteAppData);

    /// <summary>What this unit says.</summary>
    public LocalDatabag UnitData => unitData ??= new LocalDatabag(() => Read(context.UnitName, app: false), static () => { });

    /// <summary>What the other application says; for peers the same as <see cref="AppData"/>.</summary>
    public Databag RemoteAppData => Metadata.Role == EndpointRole.Peer
        ? AppData
        : remoteAppData ??= new Databag(() => Tolerant(() => Read(RemoteApp, app: true)));

    /// <summary>What another unit says.</summary>
    public Databag DataOf(string unit)
    {
        if (string.Equals(unit, context.UnitName, StringComparison.Ordinal))
        {
            return UnitData;
        }

        if (!units.TryGetValue(unit, out var data))
        {
            units[unit] = data = new Databag(() => Tolerant(() => Read(unit, app: false)));
        }

        return data;
    }

    internal bool HasUnsent => IsActive && (unitData is { Pending.Count: > 0 } || appData is { Pending.Count: > 0 });

    internal void Flush()
    {
        Send(unitData, []);
        Send(appData, ["--app"]);
    }

    private void Send(LocalDatabag? bag, IReadOnlyList<string> flags)
    {
        if (bag is { Pending.Count: > 0 })
        {
            var json = System.Text.Json.JsonSerializer.Serialize(
                new Dictionary<string, string>(bag.Pending, StringComparer.Ordinal), OpsJson.Default.DictionaryStringString);
            context.Tools.RunWithInput(json, "relation-set", ["-r", Key, .. flags, "--file", "-"]);
            bag.Sent();
        }
    }

    private Dictionary<string, string> Read(string member, bool app) =>
        context.Tools.Map("relation-get", ["-r", Key, .. app ? ["--app"] : Array.Empty<string>(), "-", member]);

    /// <summary>A deferred event may be about a relation that has gone meanwhile: its data is empty then.</summary>
    private static Dictionary<string, string> Tolerant(Func<Dictionary<string, string>> read)
    {
        try
        {
            return read();
        }
        catch (RelationNotFoundException)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
    }

    private Dictionary<string, string> ReadAppData()
    {
        if (Metadata.Role != EndpointRole.Peer && !context.IsLeader())
        {
            throw new RelationDataException(
                $"{context.UnitName} is not leader and cannot read its own application databag (relation {Key})");
        }

        return Read(context.AppName, app: true);
    }

    private void MayWriteAppData()
    {
        if (!context.IsLeader())
        {
            throw new RelationDataException(
                $"{context.UnitName} is not leader and cannot write application data (relation {Key})");
        }
    }

    private IReadOnlyList<string> ReadMembers()
    {
        try
        {
            return context.Tools.Names("relation-list", "-r", Key);
        }
        catch (RelationNotFoundException)
        {
            return [];
        }
    }

    private string FindRemoteApp()
    {
        if (Metadata.Role == EndpointRole.Peer)
        {
            return context.AppName;
        }

        if (members is [var first, ..])
        {
            return first[..first.IndexOf('/', StringComparison.Ordinal)];
        }

        try
        {
            return context.Tools.Json("relation-list", "-r", Key, "--app").GetString() ?? "";
        }
        catch (RelationNotFoundException)
        {
            return "";
        }
    }
}
