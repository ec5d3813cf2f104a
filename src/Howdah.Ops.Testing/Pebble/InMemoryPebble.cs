using Howdah.Pebble.Client;

namespace Howdah.Ops.Testing;

/// <summary>
/// A Pebble without a daemon: services run by saying so, commands do what the test says, files are in memory. It holds to the
/// same
/// suite of tests as the client of the real one.
/// </summary>
public sealed partial class InMemoryPebble : IPebble
{
    private readonly Lock guard = new();
    private readonly TimeProvider time;
    private readonly List<LayerState> layers = [];
    private readonly Dictionary<string, RunningService> services = new(StringComparer.Ordinal);
    private readonly List<Change> changes = [];
    private readonly string bootId = Guid.NewGuid().ToString();

    /// <summary>A Pebble without layers.</summary>
    public InMemoryPebble(TimeProvider? time = null) => this.time = time ?? TimeProvider.System;

    /// <summary>Whether it answers.</summary>
    public bool CanConnect { get; set; } = true;

    /// <summary>Services that do not start, and what they say.</summary>
    public IDictionary<string, string> FailingServices { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    private Layer Plan => LayerMerge.Combine(layers.Select(l => l.Layer));

    /// <inheritdoc/>
    public Task<SystemInfo> GetSystemInfoAsync(CancellationToken cancellationToken = default) =>
        AnswerAsync(() => new SystemInfo("v1.32.1", bootId));

    /// <inheritdoc/>
    public Task<string> GetPlanAsync(CancellationToken cancellationToken = default) => AnswerAsync(() => Plan.ToYaml());

    /// <inheritdoc/>
    public Task AddLayerAsync(
        string label, string layerYaml, bool combine = false, CancellationToken cancellationToken = default) =>
        AnswerAsync(() =>
        {
            var layer = ParseLayer(layerYaml);
            var at = layers.FindIndex(l => string.Equals(l.Label, label, StringComparison.Ordinal));
            if (at >= 0 && !combine)
            {
                throw BadRequest($"layer \"{label}\" already exists");
            }

            var next = layers.ToList();
            if (at >= 0)
            {
                next[at] = new LayerState(label, LayerMerge.Combine(next[at].Layer, layer));
            }
            else
            {
                next.Add(new LayerState(label, layer));
            }

            CheckPlan(LayerMerge.Combine(next.Select(l => l.Layer)));
            layers.Clear();
            layers.AddRange(next);
            return true;
        });

    /// <inheritdoc/>
    public Task<IReadOnlyList<ServiceInfo>> GetServicesAsync(
        IReadOnlyList<string>? names = null, CancellationToken cancellationToken = default) =>
        AnswerAsync<IReadOnlyList<ServiceInfo>>(() =>
        [
            .. Plan.Services.Where(s => names is not { Count: > 0 } || names.Contains(s.Key, StringComparer.Ordinal))
                .OrderBy(s => s.Key, StringComparer.Ordinal)
                .Select(s => Info(s.Key, s.Value)),
        ]);

    /// <inheritdoc/>
    public Task<string> BeginServicesAsync(
        string action, IReadOnlyList<string> services, CancellationToken cancellationToken = default) =>
            AnswerAsync(() => action switch
        {
            "start" => Start(Named(action, services), "start"),
            "restart" => Start(Named(action, services), "restart", again: true),
            "stop" => Stop(Named(action, services)),
            "autostart" => Start(Enabled() is { Count: > 0 } names ? names : throw NoDefaultServices(), "autostart"),
            "replan" => Replan(),
            _ => throw BadRequest($"invalid action \"{action}\""),
        });

    /// <inheritdoc/>
    public Task SendSignalAsync(string signal, IReadOnlyList<string> services, CancellationToken cancellationToken = default) =>
        AnswerAsync(() => services.FirstOrDefault(s => !IsActive(s)) is { } name
            ? throw new PebbleApiException(
                500, "Internal Server Error", $"cannot send signal to \"{name}\": service is not running", null)
            : true);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Change>> GetChangesAsync(
        ChangeSelection selection = ChangeSelection.InProgress, string? service = null,
        CancellationToken cancellationToken = default) =>
        AnswerAsync<IReadOnlyList<Change>>(() => selection == ChangeSelection.InProgress ? [] : [.. changes]);

    /// <inheritdoc/>
    public Task<Change> GetChangeAsync(string id, CancellationToken cancellationToken = default) => AnswerAsync(() =>
        changes.Find(c => string.Equals(c.Id, id, StringComparison.Ordinal))
        ?? throw NotFound($"cannot find change with id \"{id}\""));

    /// <inheritdoc/>
    public Task<Change> WaitChangeAsync(string id, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        GetChangeAsync(id, cancellationToken);

    /// <inheritdoc/>
    public async Task<Change> AbortChangeAsync(string id, CancellationToken cancellationToken = default)
    {
        await GetChangeAsync(id, cancellationToken);
        throw BadRequest($"cannot abort change {id} with nothing pending");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>A Pebble as that state describes it.</summary>
    internal static InMemoryPebble From(ContainerState state, TimeProvider time)
    {
        var pebble = new InMemoryPebble(time) { CanConnect = state.CanConnect };
        pebble.layers.AddRange(state.Layers);
        foreach (var (name, status) in state.Services)
        {
            pebble.services[name] = new RunningService(status, pebble.Plan.Services.GetValueOrDefault(name), time.GetUtcNow());
        }

        foreach (var (path, text) in state.Files)
        {
            pebble.files.Seed(path, text);
        }

        pebble.execs.AddRange(state.Execs);
        pebble.notices.AddRange(state.Notices);
        pebble.checks.AddRange(state.Checks);
        return pebble;
    }

    /// <summary>What became of that state.</summary>
    internal ContainerState To(ContainerState before) => before with
    {
        Layers = [.. layers],
        Services = services.ToDictionary(s => s.Key, s => s.Value.Status, StringComparer.Ordinal),
        Files = files.Texts(),
        Notices = [.. notices],
    };

    private static PebbleApiException BadRequest(string message) => new(400, "Bad Request", message, null);

    private static PebbleApiException NotFound(string message) => new(404, "Not Found", message, null);

    private static PebbleApiException NoDefaultServices() =>
        new(400, "Bad Request", "no default services", "no-default-services");

    private static Layer ParseLayer(string yaml)
    {
        try
        {
            return Layer.Parse(yaml);
        }
        catch (FormatException e)
        {
            throw BadRequest($"cannot parse layer YAML: {e.Message}");
        }
    }

    private static void CheckPlan(Layer plan)
    {
        foreach (var (name, service) in plan.Services)
        {
            if (string.IsNullOrEmpty(service.Command))
            {
                throw BadRequest($"plan must define \"command\" for service \"{name}\"");
            }
        }

        foreach (var (name, check) in plan.Checks)
        {
            if (check.Http is null && check.Tcp is null && check.Exec is null)
            {
                throw BadRequest($"plan must specify one of \"http\", \"tcp\", or \"exec\" for check \"{name}\"");
            }
        }
    }

    private Task<T> AnswerAsync<T>(Func<T> answer)
    {
        try
        {
            lock (guard)
            {
                return Task.FromResult(
                    CanConnect ? answer() : throw new PebbleConnectionException("cannot reach Pebble: not up"));
            }
        }
        catch (PebbleException e)
        {
            return Task.FromException<T>(e);
        }
    }

    private ServiceInfo Info(string name, Service service)
    {
        var running = services.GetValueOrDefault(name);
        return new ServiceInfo(
            name, service.Enabled == true ? "enabled" : "disabled", running?.Status ?? "inactive", running?.Since);
    }

    private bool IsActive(string name) => services.GetValueOrDefault(name)?.Status == "active";

    private List<string> Enabled() => [.. Plan.Services.Where(s => s.Value.Enabled == true).Select(s => s.Key)];

    private IReadOnlyList<string> Named(string action, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            throw BadRequest($"must specify services for {action} action");
        }

        var plan = Plan;
        return names.FirstOrDefault(n => !plan.Services.ContainsKey(n)) is { } unknown
            ? throw BadRequest($"cannot {action} services: service \"{unknown}\" does not exist")
            : names;
    }

    private string Start(IReadOnlyList<string> names, string kind, bool again = false)
    {
        var plan = Plan;
        var all = WithRequired(plan, names);
        string? error = null;
        foreach (var name in all)
        {
            if (FailingServices.TryGetValue(name, out var reason))
            {
                error = $"cannot perform the following tasks:\n- Start service \"{name}\" ({reason})";
                services[name] = new RunningService("backoff", plan.Services[name], time.GetUtcNow());
            }
            else if (again || !IsActive(name))
            {
                services[name] = new RunningService("active", plan.Services[name], time.GetUtcNow());
            }
        }

        return Record(kind, all, error);
    }

    private string Stop(IReadOnlyList<string> names)
    {
        foreach (var name in names.Where(IsActive))
        {
            services[name] = services[name] with { Status = "inactive", Since = time.GetUtcNow() };
        }

        return Record("stop", names, null);
    }

    private string Replan()
    {
        var plan = Plan;
        var changed = services
            .Where(s => s.Value.Started is { } old && plan.Services.TryGetValue(s.Key, out var now) && !LayerText.Same(old, now))
            .Select(s => s.Key).ToList();
        foreach (var name in changed)
        {
            services.Remove(name);
        }

        return Start([.. changed.Union(Enabled(), StringComparer.Ordinal)], "replan");
    }

    private static List<string> WithRequired(Layer plan, IReadOnlyList<string> names)
    {
        var all = new List<string>();
        foreach (var name in names)
        {
            Add(name);
        }

        return all;

        void Add(string name)
        {
            if (!all.Contains(name, StringComparer.Ordinal) && plan.Services.TryGetValue(name, out var service))
            {
                all.Add(name);
                foreach (var required in service.Requires)
                {
                    Add(required);
                }
            }
        }
    }

    private string Record(string kind, IReadOnlyList<string> names, string? error)
    {
        var id = (changes.Count + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var status = error is null ? "Done" : "Error";
        changes.Add(new Change(id, kind, $"{kind} services", status, true)
        {
            Err = error,
            Tasks = [.. names.Select((n, i) => new ChangeTask($"{id}{i}", kind, $"{kind} service \"{n}\"", status))],
            SpawnTime = time.GetUtcNow(),
            ReadyTime = time.GetUtcNow(),
        });
        return id;
    }

    private sealed record RunningService(string Status, Service? Started, DateTimeOffset Since);
}
