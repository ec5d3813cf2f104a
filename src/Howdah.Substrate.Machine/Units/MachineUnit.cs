using System.Collections.Concurrent;
using Howdah.Engine.Substrates;
using Howdah.Substrate.Machine.Sandboxes;

namespace Howdah.Substrate.Machine.Units;

/// <summary>One unit of this machine.</summary>
internal sealed class MachineUnit(string unit, UnitFiles files) : IDisposable
{
    private readonly ConcurrentDictionary<string, SandboxSlot> slots = new(StringComparer.Ordinal);

    /// <summary>Taken by who changes the unit.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Its files.</summary>
    public UnitFiles Files => files;

    /// <summary>What is remembered of it; null when it is not there.</summary>
    public UnitPlan? Plan => UnitPlan.Read(files.Plan);

    /// <summary>The place of one of its containers.</summary>
    public SandboxSlot Slot(string container) =>
        slots.GetOrAdd(container, name => new SandboxSlot($"{unit} {name}", files.Sandbox(name)));

    /// <summary>The sandbox of one of its containers.</summary>
    /// <exception cref="SubstrateException">There is no such container, or it is down.</exception>
    public Sandbox Running(string container)
    {
        if (Plan is not { } plan)
        {
            throw new SubstrateException($"{unit} is not on this machine");
        }

        string[] containers = [UnitFiles.Charm, .. plan.Containers];
        if (!containers.Contains(container, StringComparer.Ordinal))
        {
            throw new SubstrateException($"{unit} has no container \"{container}\"; it has: {string.Join(", ", containers)}");
        }

        return Slot(container).Current
            ?? throw new SubstrateException($"the container {container} of {unit} is down; it is being started again");
    }

    /// <summary>Ends all its sandboxes: workloads first, as their charm's hooks may still need its own container.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        var workloads = slots.Keys.Concat(Plan?.Containers ?? []).Concat(Folders()).Distinct(StringComparer.Ordinal)
            .Where(name => !string.Equals(name, UnitFiles.Charm, StringComparison.Ordinal));
        await Task.WhenAll(workloads.Select(name => StopAsync(name, grace)));
        await StopAsync(UnitFiles.Charm, grace);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in slots.Values)
        {
            slot.Dispose();
        }
    }

    /// <summary>Ends one of its sandboxes, also one that no record tells of.</summary>
    public async Task StopAsync(string container, TimeSpan grace)
    {
        var slot = Slot(container);
        if (slot.Current is { } sandbox)
        {
            await sandbox.StopAsync(grace);
        }

        await SandboxStarter.EndUnrecordedAsync(slot.Name, slot.Files);
        slot.Dispose();
        slots.TryRemove(container, out _);
    }

    private IEnumerable<string> Folders() => Directory.Exists(files.Directory)
        ? Directory.EnumerateDirectories(files.Directory).Where(folder => File.Exists(new SandboxFiles(folder).Lock))
            .Select(folder => Path.GetFileName(folder))
        : [];
}
