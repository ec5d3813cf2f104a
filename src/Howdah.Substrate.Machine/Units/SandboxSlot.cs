using Howdah.Engine.Substrates;
using Howdah.Substrate.Machine.Sandboxes;

namespace Howdah.Substrate.Machine.Units;

/// <summary>The place of one container of a unit: at most one sandbox at a time, one after another.</summary>
internal sealed class SandboxSlot(string name, SandboxFiles files) : IDisposable
{
    private readonly Lock gate = new();
    private Sandbox? current;
    private TaskCompletionSource<Sandbox> arrival = NewArrival();

    /// <summary>The container, as messages name it.</summary>
    public string Name => name;

    /// <summary>Its files.</summary>
    public SandboxFiles Files => files;

    /// <summary>The sandbox that runs, adopted when another engine started it; null when none does.</summary>
    public Sandbox? Current
    {
        get
        {
            lock (gate)
            {
                if (current is { HasEnded: true })
                {
                    current.Dispose();
                    current = null;
                }

                if (current is null && Sandbox.TryAdopt(files) is { } adopted)
                {
                    Arrive(adopted);
                }

                return current;
            }
        }
    }

    /// <summary>The sandbox that runs, as soon as one does.</summary>
    public Task<Sandbox> WhenThere => Current is { } there ? Task.FromResult(there) : arrival.Task;

    /// <summary>Starts one when none runs.</summary>
    public async Task<Sandbox> EnsureAsync(SandboxStarter starter, Func<SandboxSpec> prepare, CancellationToken cancellationToken)
    {
        if (Current is { } there)
        {
            return there;
        }

        var started = await starter.StartAsync(name, files, prepare, cancellationToken);
        lock (gate)
        {
            Arrive(started);
        }

        return started;
    }

    /// <summary>Lets go of the sandbox; it goes on running.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            current?.Dispose();
            current = null;
        }
    }

    private void Arrive(Sandbox sandbox)
    {
        current?.Dispose();
        current = sandbox;
        arrival.TrySetResult(sandbox);
        arrival = NewArrival();
    }

    private static TaskCompletionSource<Sandbox> NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
