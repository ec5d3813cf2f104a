using Howdah.Pebble.Client;

namespace Howdah.Ops;

/// <summary>The world around one dispatch: processes, sockets and files for a real one, and others for tests.</summary>
public sealed record CharmSetup
{
    /// <summary>The variables of the dispatch.</summary>
    public required HookEnvironment Environment { get; init; }

    /// <summary>What the charm's files declare.</summary>
    public required CharmMetadata Metadata { get; init; }

    /// <summary>Runs hook commands.</summary>
    public required IHookCommands Commands { get; init; }

    /// <summary>Gives the Pebble of a container; asked once for each, and whoever gives it disposes it.</summary>
    public required Func<string, IPebble> Connect { get; init; }

    /// <summary>Keeps what the charm remembers.</summary>
    public required ICharmStateStore State { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where debug lines go.</summary>
    public TextWriter Output { get; init; } = Console.Out;

    /// <summary>Told of an exception that the charm did not catch; null for nobody.</summary>
    public Action<Exception>? Uncaught { get; init; }

    /// <summary>Where an action's uncaught exception is shown.</summary>
    public TextWriter Error { get; init; } = Console.Error;
}
