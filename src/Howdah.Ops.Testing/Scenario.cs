using Howdah.Pebble.Client;

namespace Howdah.Ops.Testing;

/// <summary>
/// Tests a charm as what it is: a function from a state and an event to a state. The charm runs in this process, with its hook
/// commands answered from the state.
/// </summary>
/// <example><code>
/// var scenario = new Scenario(c => new EtcdCharm(c), CharmMetadataReader.ReadFolder("charms/etcd"));
/// var result = await scenario.RunAsync(Trigger.ConfigChanged, new State { Leader = true });
/// Assert.Equal(Status.Active(), result.State.UnitStatus);
/// </code></example>
public sealed class Scenario
{
    private readonly Func<CharmContext, Charm> create;
    private readonly CharmMetadata metadata;

    /// <summary>Scenarios of a charm.</summary>
    /// <param name="create">Makes the charm.</param>
    /// <param name="metadata">What its files declare.</param>
    public Scenario(Func<CharmContext, Charm> create, CharmMetadata metadata)
    {
        this.create = create;
        this.metadata = metadata;
    }

    /// <summary>Name of the application; that of the charm by default.</summary>
    public string? AppName { get; init; }

    /// <summary>Number of the unit.</summary>
    public int UnitNumber { get; init; }

    /// <summary>Version of Juju that the charm sees.</summary>
    public string JujuVersion { get; init; } = "3.6.14";

    /// <summary>Folder of the charm that it sees.</summary>
    public string CharmDirectory { get; init; } = Path.GetTempPath();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Runs a dispatch.</summary>
    /// <exception cref="InconsistentScenarioException">No engine would give that to the charm.</exception>
    /// <exception cref="UncaughtCharmException">The charm threw.</exception>
    /// <exception cref="ActionFailedException">The action failed.</exception>
    public async Task<ScenarioResult> RunAsync(Trigger trigger, State state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        ArgumentNullException.ThrowIfNull(state);
        var app = AppName ?? metadata.Name;
        var unit = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{app}/{UnitNumber}");
        ConsistencyRules.Check(metadata, trigger, state, UnitNumber);

        var commands = new FakeHookCommands(state, metadata, unit, trigger);
        var pebbles = metadata.Containers.Keys.ToDictionary(name => name, name => PebbleOf(state, name), StringComparer.Ordinal);
        var store = new MemoryStateStore(state.Charm);
        using var output = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        Exception? uncaught = null;
        var setup = new CharmSetup
        {
            Environment = EnvironmentOf(trigger, state, unit),
            Metadata = metadata,
            Commands = commands,
            Connect = name => pebbles[name],
            State = store,
            Time = Time,
            Output = output,
            Error = output,
            Uncaught = e => uncaught = e,
        };
        await CharmDispatcher.RunAsync(setup, create, cancellationToken);

        var after = commands.State with
        {
            Charm = store.State,
            Containers = [.. state.Containers
                .Select(c => pebbles[c.Name] is InMemoryPebble memory && c.Pebble is null ? memory.To(c) : c)],
        };
        var result = ResultOf(commands, after, output.ToString());
        return uncaught is not null
            ? throw new UncaughtCharmException(uncaught, result)
            : result.Action.Failure is { } failure ? throw new ActionFailedException(failure, result) : result;
    }

    private static ScenarioResult ResultOf(FakeHookCommands commands, State after, string output) => new(after)
    {
        Commands = commands.Calls,
        Logs = commands.Logs,
        Output = output,
        UnitStatuses = commands.UnitStatuses,
        AppStatuses = commands.AppStatuses,
        Action = commands.Action,
        RequestedStorages = commands.RequestedStorages,
        RemovedRevisions = commands.RemovedRevisions,
    };

    private IPebble PebbleOf(State state, string name)
    {
        var container = state.Containers.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.Ordinal))
            ?? new ContainerState(name);
        return container.Pebble ?? InMemoryPebble.From(container, Time);
    }

    private HookEnvironment EnvironmentOf(Trigger trigger, State state, string unit)
    {
        var variables = new Dictionary<string, string>(trigger.Variables, StringComparer.Ordinal)
        {
            ["JUJU_CHARM_DIR"] = CharmDirectory,
            ["JUJU_DISPATCH_PATH"] = trigger.DispatchPath,
            ["JUJU_UNIT_NAME"] = unit,
            ["JUJU_MODEL_NAME"] = state.ModelName,
            ["JUJU_MODEL_UUID"] = state.ModelUuid,
            ["JUJU_VERSION"] = JujuVersion,
        };
        if (trigger.Relation is { } relation && metadata.Endpoints.TryGetValue(relation.Endpoint, out var endpoint)
            && endpoint.Role == EndpointRole.Peer)
        {
            var app = unit[..unit.IndexOf('/', StringComparison.Ordinal)];
            variables["JUJU_REMOTE_APP"] = app;
            foreach (var name in new[] { "JUJU_REMOTE_UNIT", "JUJU_DEPARTING_UNIT" })
            {
                if (variables.GetValueOrDefault(name) is { Length: > 0 } member
                    && member.StartsWith(relation.RemoteApp + "/", StringComparison.Ordinal))
                {
                    variables[name] = app + member[relation.RemoteApp.Length..];
                }
            }
        }

        return new HookEnvironment(variables);
    }

    private sealed class MemoryStateStore(CharmState state) : ICharmStateStore
    {
        public CharmState State { get; private set; } = state;

        public CharmState Load() => State;

        public void Save(CharmState state) => State = state;
    }
}
