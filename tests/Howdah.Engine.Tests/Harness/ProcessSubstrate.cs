using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Howdah.Engine.Substrates;

namespace Howdah.Engine.Tests.Harness;

/// <summary>
/// A place for units that is this process: a charm runs as a real process without a sandbox, below a folder that stands for the root of its
/// container. Workload containers are names whose events the test makes up.
/// </summary>
internal sealed class ProcessSubstrate(string directory, string hookTool) : ISubstrate
{
    private readonly ConcurrentDictionary<string, UnitState> _units = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, Process> _processes = [];

    public string Kind => "machine";

    /// <summary>Why the place carries nobody just now; null when it does.</summary>
    public string? Refusal { get; set; }

    /// <summary>Why no storage can be removed just now; null when it can.</summary>
    public string? StorageRefusal { get; set; }

    /// <summary>Units whose removal was asked for.</summary>
    public ConcurrentQueue<string> Removed { get; } = [];

    /// <summary>Storage whose removal was asked for.</summary>
    public ConcurrentQueue<string> RemovedStorage { get; } = [];

    public bool Has(string unit) => Directory.Exists(RootOf("default", unit));

    public Task<UnitPlace> EnsureUnitAsync(UnitSpec unit, CancellationToken cancellationToken)
    {
        if (Refusal is { } refusal)
        {
            throw new SubstrateException(refusal);
        }

        var root = RootOf(unit.Model, unit.Unit);
        var tag = $"unit-{unit.Unit.Replace('/', '-')}";
        Directory.CreateDirectory(unit.AgentDirectory);
        Link($"{root}/var/lib/juju/agents/{tag}", unit.AgentDirectory);
        var copied = $"{unit.AgentDirectory}/charm/.revision";
        if (!File.Exists(copied) || File.ReadAllText(copied) != unit.CharmRevision)
        {
            Clear($"{unit.AgentDirectory}/charm");
            Copy(unit.CharmDirectory, $"{unit.AgentDirectory}/charm");
            File.WriteAllText(copied, unit.CharmRevision);
        }

        foreach (var command in unit.HookCommands)
        {
            Link($"{root}/var/lib/juju/tools/{tag}/{command}", hookTool);
        }

        foreach (var storage in unit.Storages)
        {
            Directory.CreateDirectory(root + storage.Location);
        }

        var state = _units.GetOrAdd($"{unit.Model}:{unit.Unit}", _ => new UnitState());
        lock (state)
        {
            foreach (var container in unit.Containers.Where(container => !state.Boots.ContainsKey(container.Name)))
            {
                state.Boots[container.Name] = Guid.NewGuid().ToString();
                state.Send(new ContainerEvent.Ready(container.Name, state.Boots[container.Name]));
            }
        }

        var number = int.Parse(unit.Unit.Split('/')[1], System.Globalization.CultureInfo.InvariantCulture);
        return Task.FromResult(new UnitPlace(unit.Address ?? $"127.66.{unit.Unit[0] % 100}.{number + 1}", tag[5..]) { Root = root });
    }

    public Task RemoveUnitAsync(string model, string unit, CancellationToken cancellationToken)
    {
        Removed.Enqueue(unit);
        Clear(RootOf(model, unit));
        if (_units.TryGetValue($"{model}:{unit}", out var state))
        {
            lock (state)
            {
                state.Boots.Clear();
            }
        }

        return Task.CompletedTask;
    }

    public Task RemoveStorageAsync(string model, string storageId, CancellationToken cancellationToken)
    {
        if (StorageRefusal is { } refusal)
        {
            throw new SubstrateException(refusal);
        }

        RemovedStorage.Enqueue(storageId);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ContainerEvent> ObserveAsync(
        string model, string unit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var state = _units.GetOrAdd($"{model}:{unit}", _ => new UnitState());
        var channel = Channel.CreateUnbounded<ContainerEvent>();
        lock (state)
        {
            state.Observers.Add(channel);
            foreach (var (container, boot) in state.Boots)
            {
                channel.Writer.TryWrite(new ContainerEvent.Ready(container, boot));
            }
        }

        await foreach (var happened in channel.Reader.ReadAllAsync(cancellationToken))
        {
            yield return happened;
        }
    }

    /// <summary>Has a container of a unit die.</summary>
    public void Kill(string unit, string container)
    {
        var state = _units[$"default:{unit}"];
        lock (state)
        {
            state.Boots.Remove(container);
            state.Send(new ContainerEvent.Gone(container));
        }
    }

    /// <summary>Has something happen in a container.</summary>
    public void Happen(string unit, ContainerEvent happened)
    {
        var state = _units[$"default:{unit}"];
        lock (state)
        {
            state.Send(happened);
        }
    }

    public Task<IContainerProcess> ExecAsync(
        string model, string unit, string container, ExecSpec command, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(RootOf(model, unit)) || container != "charm")
        {
            throw new SubstrateException($"unit \"{unit}\" has no container \"{container}\"");
        }

        var start = new ProcessStartInfo(command.Command[0], command.Command.Skip(1))
        {
            WorkingDirectory = command.WorkingDirectory ?? RootOf(model, unit),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        _processes[process.Id] = process;
        return Task.FromResult<IContainerProcess>(new HostProcess(process, () => _processes.TryRemove(process.Id, out _)));
    }

    /// <summary>Kills what runs, as the death of an engine's charm containers would.</summary>
    public ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
        {
            HostProcess.Kill(process);
        }

        return ValueTask.CompletedTask;
    }

    private string RootOf(string model, string unit) => Path.Combine(directory, model, unit.Replace('/', '-'));

    private static void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!Path.Exists(path))
        {
            File.CreateSymbolicLink(path, target);
        }
    }

    private static void Clear(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(source))
        {
            Copy(folder, Path.Combine(target, Path.GetFileName(folder)));
        }
    }

    private sealed class UnitState
    {
        public Dictionary<string, string> Boots { get; } = new(StringComparer.Ordinal);

        public List<Channel<ContainerEvent>> Observers { get; } = [];

        public void Send(ContainerEvent happened) => Observers.ForEach(observer => observer.Writer.TryWrite(happened));
    }
}
