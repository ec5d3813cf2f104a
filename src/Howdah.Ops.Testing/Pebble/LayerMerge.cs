namespace Howdah.Ops.Testing;

/// <summary>Combines layers as Pebble does: a scalar that is set wins, lists are appended, maps are merged by key.</summary>
public static class LayerMerge
{
    /// <summary>The plan of these layers, lowest first.</summary>
    public static Layer Combine(IEnumerable<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        return layers.Aggregate(new Layer(), Combine);
    }

    /// <summary>A layer laid over another.</summary>
    public static Layer Combine(Layer below, Layer above)
    {
        ArgumentNullException.ThrowIfNull(below);
        ArgumentNullException.ThrowIfNull(above);
        return new Layer
        {
            Services = Entries(below.Services, above.Services, s => s.Override, Merge),
            Checks = Entries(below.Checks, above.Checks, c => c.Override, Merge),
            LogTargets = Entries(below.LogTargets, above.LogTargets, t => t.Override, Merge),
        };
    }

    private static Dictionary<string, T> Entries<T>(
        IReadOnlyDictionary<string, T> below, IReadOnlyDictionary<string, T> above, Func<T, Override> mode, Func<T, T, T> merge)
    {
        var result = new Dictionary<string, T>(below, StringComparer.Ordinal);
        foreach (var (name, entry) in above)
        {
            result[name] = mode(entry) == Override.Merge && result.TryGetValue(name, out var old) ? merge(old, entry) : entry;
        }

        return result;
    }

    private static Service Merge(Service below, Service above) => new(above.Command ?? below.Command)
    {
        Override = below.Override,
        Summary = above.Summary ?? below.Summary,
        Enabled = above.Enabled ?? below.Enabled,
        After = [.. below.After, .. above.After],
        Before = [.. below.Before, .. above.Before],
        Requires = [.. below.Requires, .. above.Requires],
        Environment = Map(below.Environment, above.Environment),
        User = above.User ?? below.User,
        UserId = above.UserId ?? below.UserId,
        Group = above.Group ?? below.Group,
        GroupId = above.GroupId ?? below.GroupId,
        WorkingDirectory = above.WorkingDirectory ?? below.WorkingDirectory,
        OnSuccess = above.OnSuccess ?? below.OnSuccess,
        OnFailure = above.OnFailure ?? below.OnFailure,
        OnCheckFailure = Map(below.OnCheckFailure, above.OnCheckFailure),
        BackoffDelay = above.BackoffDelay ?? below.BackoffDelay,
        BackoffFactor = above.BackoffFactor ?? below.BackoffFactor,
        BackoffLimit = above.BackoffLimit ?? below.BackoffLimit,
        KillDelay = above.KillDelay ?? below.KillDelay,
    };

    private static Check Merge(Check below, Check above) => new()
    {
        Override = below.Override,
        Level = above.Level ?? below.Level,
        Enabled = above.Enabled ?? below.Enabled,
        Period = above.Period ?? below.Period,
        Timeout = above.Timeout ?? below.Timeout,
        Threshold = above.Threshold ?? below.Threshold,
        Http = above.Http is { } http && below.Http is { } oldHttp
            ? new HttpCheck(http.Url.Length > 0 ? http.Url : oldHttp.Url) { Headers = Map(oldHttp.Headers, http.Headers) }
            : above.Http ?? below.Http,
        Tcp = above.Tcp is { } tcp && below.Tcp is { } oldTcp
            ? new TcpCheck(tcp.Port > 0 ? tcp.Port : oldTcp.Port, tcp.Host ?? oldTcp.Host)
            : above.Tcp ?? below.Tcp,
        Exec = above.Exec is { } exec && below.Exec is { } oldExec ? Merge(oldExec, exec) : above.Exec ?? below.Exec,
    };

    private static ExecCheck Merge(ExecCheck below, ExecCheck above) =>
        new(above.Command.Length > 0 ? above.Command : below.Command)
    {
        ServiceContext = above.ServiceContext ?? below.ServiceContext,
        Environment = Map(below.Environment, above.Environment),
        User = above.User ?? below.User,
        Group = above.Group ?? below.Group,
        WorkingDirectory = above.WorkingDirectory ?? below.WorkingDirectory,
    };

    private static LogTarget Merge(LogTarget below, LogTarget above) => new(
        above.Type.Length > 0 ? above.Type : below.Type,
        above.Location.Length > 0 ? above.Location : below.Location,
        [.. below.Services, .. above.Services])
    {
        Override = below.Override,
        Labels = Map(below.Labels, above.Labels),
    };

    private static Dictionary<string, T> Map<T>(IReadOnlyDictionary<string, T> below, IReadOnlyDictionary<string, T> above)
    {
        var result = new Dictionary<string, T>(below, StringComparer.Ordinal);
        foreach (var (key, value) in above)
        {
            result[key] = value;
        }

        return result;
    }
}
