using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Howdah.Engine.Substrates;
using Howdah.Pebble.Client;
using Howdah.Substrate.Machine.Network;
using Howdah.Substrate.Machine.Processes;
using Howdah.Substrate.Machine.Sandboxes;
using Howdah.Substrate.Machine.Units;

namespace Howdah.Substrate.Machine;

/// <summary>Units as sandboxes on this machine, as root or as an ordinary user. What runs outlives this object.</summary>
public sealed class MachineSubstrate : ISubstrate
{
    private readonly ConcurrentDictionary<(string Model, string Unit), MachineUnit> units = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly MachineOptions options;
    private readonly MachineFiles files;
    private readonly AddressBook addresses;
    private readonly SandboxStarter starter;
    private readonly bool rootless;
    private readonly Lock hostsGate = new();
    private readonly Task logs;

    private MachineSubstrate(MachineOptions options, MachineFiles files, AddressBook addresses, string bubblewrap)
    {
        this.options = options;
        this.files = files;
        this.addresses = addresses;
        starter = new SandboxStarter(bubblewrap);
        rootless = Native.EffectiveUser() != 0;
        logs = BoundLogsAsync(stopping.Token);
    }

    /// <inheritdoc/>
    public string Kind => "machine";

    /// <summary>Opens the substrate on a data directory. What runs there is adopted when it is asked for.</summary>
    /// <exception cref="SubstrateException">The machine or the directory cannot carry sandboxes.</exception>
    public static MachineSubstrate Open(MachineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var places = new MachineFiles(Path.GetFullPath(options.DataDirectory));
        var bubblewrap = HostMachine.FindBubblewrap(options.Bubblewrap);
        return HostMachine.Explain($"the data directory {places.DataDirectory} cannot be used", () =>
        {
            HostMachine.PrepareDirectories(places, options);
            return new MachineSubstrate(options, places, AddressBook.Open(places.Addresses), bubblewrap);
        });
    }

    /// <inheritdoc/>
    public async Task<UnitPlace> EnsureUnitAsync(UnitSpec unit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var place = Unit(unit.Model, unit.Unit);
        await place.Gate.WaitAsync(cancellationToken);
        var isNew = place.Plan is null;
        try
        {
            return await HostMachine.ExplainAsync(
                $"{unit.Unit} cannot be prepared", () => EnsureAsync(place, unit, cancellationToken));
        }
        catch (SubstrateException) when (isNew)
        {
            await RemoveAsync(place, unit.Model, unit.Unit, TimeSpan.Zero);
            throw;
        }
        finally
        {
            place.Gate.Release();
        }
    }

    /// <inheritdoc/>
    public async Task RemoveUnitAsync(string model, string unit, CancellationToken cancellationToken)
    {
        var place = Unit(model, unit);
        await place.Gate.WaitAsync(cancellationToken);
        try
        {
            await HostMachine.ExplainAsync($"{unit} cannot be removed", async () =>
            {
                await RemoveAsync(place, model, unit, options.StopLimit);
                return true;
            });
        }
        finally
        {
            place.Gate.Release();
        }
    }

    /// <inheritdoc/>
    public Task RemoveStorageAsync(string model, string storageId, CancellationToken cancellationToken)
    {
        HostMachine.Explain($"the storage {storageId} cannot be removed", () =>
        {
            Trees.Delete(files.Storage(model, storageId));
            HostMachine.DeleteWhenEmpty(Path.GetDirectoryName(files.Storage(model, storageId))!);
            return true;
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ContainerEvent> ObserveAsync(
        string model, string unit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var place = Unit(model, unit);
        var events = Channel.CreateUnbounded<ContainerEvent>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping.Token);
        var observers = (place.Plan?.Containers ?? throw new SubstrateException($"{unit} is not on this machine"))
            .Append(UnitFiles.Charm)
            .Select(container => ContainerObserver.ObserveAsync(container, place.Slot(container), events.Writer, ended.Token))
            .ToList();
        try
        {
            await foreach (var one in events.Reader.ReadAllAsync(ended.Token))
            {
                yield return one;
            }
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(observers);
        }
    }

    /// <inheritdoc/>
    public async Task<IContainerProcess> ExecAsync(
        string model, string unit, string container, ExecSpec command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var sandbox = Unit(model, unit).Running(container);
        try
        {
            return new MachineProcess(await sandbox.Pebble.ExecAsync(
                new ExecRequest(command.Command)
                {
                    Environment = command.Environment,
                    WorkingDirectory = command.WorkingDirectory,
                    Terminal = command.Terminal is not null,
                    Interactive = command.Terminal is not null,
                    Width = command.Terminal?.Columns ?? 0,
                    Height = command.Terminal?.Rows ?? 0,
                },
                cancellationToken));
        }
        catch (PebbleException e)
        {
            throw new SubstrateException($"{command.Command[0]} cannot be run in {container} of {unit}: {e.Message}", e);
        }
    }

    /// <summary>Lets go of everything; the units go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await logs;
        foreach (var unit in units.Values)
        {
            unit.Dispose();
        }

        addresses.Dispose();
        stopping.Dispose();
    }

    private MachineUnit Unit(string model, string unit) =>
        units.GetOrAdd((model, unit), key => new MachineUnit(key.Unit, files.Unit(key.Model, key.Unit)));

    private async Task<UnitPlace> EnsureAsync(MachineUnit place, UnitSpec unit, CancellationToken cancellationToken)
    {
        var address = addresses.Assign(unit.Model, unit.Unit, unit.Address);
        var slots = UnitPreparation.Containers(unit).Select(place.Slot).ToList();
        if (slots.TrueForAll(slot => slot.Current is null))
        {
            await Task.WhenAll(slots.Select(slot => SandboxStarter.EndUnrecordedAsync(slot.Name, slot.Files)));
            AddressBook.CheckUnused(unit.Unit, address);
        }

        if (UnitPreparation.NeedsCharm(place, unit))
        {
            await place.StopAsync(UnitFiles.Charm, options.StopLimit);
        }

        UnitPreparation.Prepare(files, place, unit);
        WriteHosts(unit.Model);
        var plan = new SandboxPlan(files, unit, rootless);
        var accounts = HostMachine.Accounts(rootless);
        await Task.WhenAll(
        [
            StartAsync(UnitFiles.Charm, null, plan.Charm),
            .. unit.Containers.Select(container => StartAsync(container.Name, container, () => plan.Workload(container))),
        ]);
        return new UnitPlace(address, unit.Unit.Replace('/', '-'));

        async Task StartAsync(string name, ContainerSpec? container, Func<SandboxSpec> describe)
        {
            var slot = place.Slot(name);
            var sandbox = await slot.EnsureAsync(
                starter,
                () =>
                {
                    SandboxRoot.Prepare(slot.Files, accounts, container, rootless);
                    return describe();
                },
                cancellationToken);
            await sandbox.WaitReadyAsync(slot.Name, options.StartLimit, cancellationToken);
        }
    }

    private async Task RemoveAsync(MachineUnit place, string model, string unit, TimeSpan grace)
    {
        var plan = place.Plan;
        await place.StopAsync(grace);
        if (plan is not null)
        {
            CharmCopy.Remove(plan.AgentDirectory);
        }

        Trees.Delete(place.Files.Directory);
        HostMachine.DeleteWhenEmpty(Path.GetDirectoryName(place.Files.Directory)!);
        addresses.Release(model, unit);
        WriteHosts(model);
    }

    private void WriteHosts(string model)
    {
        lock (hostsGate)
        {
            var directory = files.Hosts(model);
            var named = addresses.Units(model);
            if (named.Count == 0)
            {
                Trees.Delete(directory);
                return;
            }

            HostMachine.MakeReadable(directory);
            HostsFile.Write(Path.Combine(directory, "hosts"), HostsFile.Render(model, named));
        }
    }

    private async Task BoundLogsAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                HostMachine.BoundLogs(files);
            }
        }
        catch (OperationCanceledException)
        {
            // The substrate is let go of.
        }
    }
}
