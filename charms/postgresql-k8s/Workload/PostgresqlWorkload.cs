using System.Globalization;
using Howdah.Charms.PostgresqlK8s.Guard;
using Howdah.Charms.PostgresqlK8s.Patroni;
using Howdah.Ops;
using Howdah.Pebble.Client;

namespace Howdah.Charms.PostgresqlK8s.Workload;

/// <summary>The workload container: what is installed, its files, its service.</summary>
internal sealed class PostgresqlWorkload(Container container)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly PathOptions Secret = new() { User = WorkloadPaths.User, Group = WorkloadPaths.User, Permissions = OwnerOnly };

    /// <summary>The folder with the programs of the newest PostgreSQL; null when none is installed.</summary>
    internal async Task<string?> FindBinDirectoryAsync(CancellationToken cancellation)
    {
        try
        {
            var newest = (await container.Pebble.ListFilesAsync(WorkloadPaths.Installations, cancellationToken: cancellation))
                .Select(f => int.TryParse(f.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0)
                .DefaultIfEmpty().Max();
            return newest == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{WorkloadPaths.Installations}/{newest}/bin");
        }
        catch (PebbleApiException e) when (e.Code == 404)
        {
            return null;
        }
    }

    /// <summary>Those of some libraries of PostgreSQL that are installed, in the same order.</summary>
    internal async Task<IReadOnlyList<string>> FindLibrariesAsync(string programs, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var found = new List<string>();
        foreach (var name in names)
        {
            if (await container.ExistsAsync($"{Path.GetDirectoryName(programs)}/lib/{name}.so", cancellation))
            {
                found.Add(name);
            }
        }

        return found;
    }

    /// <summary>The version of Patroni; null when it is not installed.</summary>
    internal async Task<PatroniVersion?> FindPatroniAsync(CancellationToken cancellation)
    {
        try
        {
            var text = await container.FindTextAsync(WorkloadPaths.PatroniVersion, cancellation)
                ?? (await container.RunAsync(new("patroni", "--version"), cancellationToken: cancellation)).Stdout;
            return PatroniVersion.TryParse(text, out var version) ? version : null;
        }
        catch (PebbleApiException)
        {
            return null;
        }
    }

    /// <summary>Makes folders and files as they should be and starts the service, unless all is so already.</summary>
    /// <param name="configuration">Patroni's.</param>
    /// <param name="guard">The guard's.</param>
    /// <param name="tls">What TLS is served and verified with.</param>
    /// <param name="checksTls">Whether Patroni may speak TLS to who asks how it is.</param>
    /// <param name="cancellation">Cancels it.</param>
    internal async Task EnsureAsync(
        PatroniConfiguration configuration, GuardSettings guard, TlsFiles tls, bool checksTls, CancellationToken cancellation)
    {
        await EnsureFoldersAsync(cancellation);
        var renewed = await tls.EnsureAsync(container, Secret, cancellation);
        // In the storage: after the container was lost the guard needs not be sent again, which keeps a failover short.
        var executable = await container.EnsureOwnExecutableAsync(WorkloadPaths.Executables, "guard", cancellation);
        var yaml = PatroniYaml.Render(configuration with { Callback = PatroniCallback.Command(executable, WorkloadPaths.Guard) });
        var changed = await container.EnsureFileAsync(WorkloadPaths.Patroni, yaml, Secret, cancellation) || renewed;
        var moved = await container.EnsureFileAsync(WorkloadPaths.Guard, guard.ToJson(), Secret, cancellation);
        await container.EnsureFileAsync(WorkloadPaths.Patronictl, yaml, new() { MakeParents = true, Permissions = OwnerOnly }, cancellation);
        var layer = WorkloadLayer.Of(executable, configuration.Member.Address, checksTls, configuration.Tls is { IsRequired: true });
        var running = await container.FindServiceAsync(WorkloadLayer.Service, cancellation) is { IsRunning: true };
        var planned = layer.IsIn(await container.GetPlanAsync(cancellation));
        if (!planned)
        {
            await container.AddLayerAsync(WorkloadLayer.Service, layer, cancellationToken: cancellation);
        }

        if (!running || !planned)
        {
            await container.BeginReplanAsync(cancellation);
        }
        else if (moved)
        {
            // The guard reads its file at its start only. It stops Patroni in good order, so a primary hands over first.
            await container.Pebble.BeginServicesAsync("restart", [WorkloadLayer.Service], cancellation);
        }

        if (running && changed && !moved)
        {
            await container.SendSignalAsync("SIGHUP", WorkloadLayer.Service, cancellation);
        }
    }

    /// <summary>Whether the service runs; false also when the container is away.</summary>
    internal async Task<bool> IsRunningAsync(CancellationToken cancellation)
    {
        try
        {
            return await container.FindServiceAsync(WorkloadLayer.Service, cancellation) is { IsRunning: true };
        }
        catch (PebbleConnectionException)
        {
            return false;
        }
    }

    /// <summary>Stops PostgreSQL in good order.</summary>
    internal Task StopAsync(CancellationToken cancellation) => container.StopAsync(WorkloadLayer.Service, cancellation);

    private async Task EnsureFoldersAsync(CancellationToken cancellation)
    {
        var storage = await container.Pebble.FindFileAsync(WorkloadPaths.Storage, cancellation);
        if (!string.Equals(storage?.User, WorkloadPaths.User, StringComparison.Ordinal))
        {
            await container.RunAsync(
                new("chown", $"{WorkloadPaths.User}:{WorkloadPaths.User}", WorkloadPaths.Storage), cancellationToken: cancellation);
        }

        if (!await container.ExistsAsync(WorkloadPaths.Sockets, cancellation))
        {
            await container.Pebble.MakeDirectoryAsync(
                WorkloadPaths.Sockets, new() { MakeParents = true, User = WorkloadPaths.User, Group = WorkloadPaths.User }, cancellation);
        }
    }
}
