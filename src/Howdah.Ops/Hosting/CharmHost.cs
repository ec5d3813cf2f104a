using Howdah.Pebble.Client;

namespace Howdah.Ops;

/// <summary>The <c>Main</c> of a charm: <c>return await CharmHost.RunAsync(args, context => new MyCharm(context));</c></summary>
public static class CharmHost
{
    private const int Usage = 2;

    /// <summary>Runs the dispatch that this process was started for.</summary>
    /// <param name="args">Arguments of the process; a charm has none.</param>
    /// <param name="create">Makes the charm.</param>
    /// <returns>The exit code of the process.</returns>
    public static Task<int> RunAsync(string[] args, Func<CharmContext, Charm> create) =>
        RunAsync(args, HookEnvironment.FromProcess(), _ => create);

    /// <summary>Runs the dispatch that this process was started for, of the charm that metadata.yaml names.</summary>
    /// <param name="args">Arguments of the process; a charm has none.</param>
    /// <param name="charms">How to make each charm, by its name.</param>
    /// <returns>The exit code of the process.</returns>
    public static Task<int> RunAsync(string[] args, IReadOnlyDictionary<string, Func<CharmContext, Charm>> charms) =>
        RunAsync(args, HookEnvironment.FromProcess(), charms.GetValueOrDefault);

    private static async Task<int> RunAsync(
        string[] args, HookEnvironment environment, Func<string, Func<CharmContext, Charm>?> find)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args.Length > 0 || environment.DispatchPath.Length == 0 || environment.Find("JUJU_UNIT_NAME") is null)
        {
            await Console.Error.WriteLineAsync(
                "This is a charm's dispatch: Juju or Howdah start it, with JUJU_DISPATCH_PATH and JUJU_UNIT_NAME and no arguments.");
            return Usage;
        }

        if (await LegacyHook.RunAsync(environment) is { } code)
        {
            return code;
        }

        CharmMetadata metadata;
        try
        {
            metadata = CharmMetadataReader.ReadFolder(environment.CharmDirectory);
        }
        catch (Exception e) when (e is FormatException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }

        if (find(metadata.Name) is not { } create)
        {
            await Console.Error.WriteLineAsync(
                $"This program holds no charm \"{metadata.Name}\" (the name in {environment.CharmDirectory}/metadata.yaml).");
            return Usage;
        }

        return await DispatchAsync(
            new CharmSetup
            {
                Environment = environment,
                Metadata = metadata,
                Commands = new ProcessHookCommands(),
                Connect = container => new PebbleClient($"/charm/containers/{container}/pebble.socket"),
                State = new FileStateStore(Path.Combine(environment.CharmDirectory, FileStateStore.FileName)),
            },
            create);
    }

    private static async Task<int> DispatchAsync(CharmSetup setup, Func<CharmContext, Charm> create)
    {
        try
        {
            return await CharmDispatcher.RunAsync(setup, create);
        }
        catch (Exception e)
        {
            // Before the charm was there or after it had reported: the agent logs what is printed here.
            await Console.Error.WriteLineAsync(e.ToString());
            return 1;
        }
    }
}
