using System.Collections.Immutable;
using Howdah.Engine.Substrates;

namespace Howdah.Engine.Agents;

/// <summary>What happened in a unit's containers and was not told yet.</summary>
internal sealed class EventQueue
{
    private readonly Dictionary<string, string> _boots = new(StringComparer.Ordinal);
    private ImmutableList<ContainerEvent> _events = [];

    public ImmutableList<ContainerEvent> Current => _events;

    /// <summary>Takes up an event. A container that is gone takes with it what was not told of it; nothing is told twice of one container.</summary>
    public void Add(ContainerEvent happened)
    {
        switch (happened)
        {
            case ContainerEvent.Gone:
                _boots.Remove(happened.Container);
                ImmutableInterlocked.Update(ref _events, list => list.RemoveAll(other => other.Container == happened.Container));
                break;
            case ContainerEvent.Ready ready:
                if (_boots.TryGetValue(ready.Container, out var known) && known == ready.BootId)
                {
                    break;
                }

                _boots[ready.Container] = ready.BootId;
                ImmutableInterlocked.Update(ref _events, list =>
                    list.RemoveAll(other => other is ContainerEvent.Ready && other.Container == ready.Container).Add(ready));
                break;
            default:
                // What waits to be told and happens again is told once: the charm sees the latest state anyway.
                ImmutableInterlocked.Update(ref _events, list => list.Contains(happened) ? list : list.Add(happened));
                break;
        }
    }

    /// <summary>The event was told.</summary>
    /// <returns>False when it had been taken back meanwhile.</returns>
    public bool Remove(ContainerEvent told) => ImmutableInterlocked.Update(ref _events, list => list.Remove(told));

    public void Clear() => ImmutableInterlocked.Update(ref _events, list => list.Clear());
}
