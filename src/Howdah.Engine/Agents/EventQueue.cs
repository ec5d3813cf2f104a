using System.Collections.Immutable;
using Howdah.Engine.Substrates;

namespace Howdah.Engine.Agents;

/// <summary>What happened in a unit's containers and was not told yet.</summary>
internal sealed class EventQueue
{
    private readonly Dictionary<string, string> _boots = new(StringComparer.Ordinal);
    private ImmutableList<ContainerEvent> _events = [];

    private ImmutableSortedSet<string> _failedChecks = [];
    private ImmutableSortedSet<string> _ready = [];

    public ImmutableList<ContainerEvent> Current => _events;

    /// <summary>Health checks that fail, as <c>container/check</c>.</summary>
    public ImmutableSortedSet<string> FailedChecks => _failedChecks;

    /// <summary>Containers whose Pebble answers.</summary>
    public ImmutableSortedSet<string> Ready => _ready;

    /// <summary>Takes up an event. A container that is gone takes with it what was not told of it; nothing is told twice of one container.</summary>
    public void Add(ContainerEvent happened)
    {
        _failedChecks = happened switch
        {
            ContainerEvent.CheckFailed failed => _failedChecks.Add($"{failed.Container}/{failed.Check}"),
            ContainerEvent.CheckRecovered recovered => _failedChecks.Remove($"{recovered.Container}/{recovered.Check}"),
            _ => _failedChecks,
        };
        switch (happened)
        {
            case ContainerEvent.Gone:
                _boots.Remove(happened.Container);
                _ready = _ready.Remove(happened.Container);
                _failedChecks = [.. _failedChecks.Where(check => !check.StartsWith($"{happened.Container}/", StringComparison.Ordinal))];
                ImmutableInterlocked.Update(ref _events, list => list.RemoveAll(other => other.Container == happened.Container));
                break;
            case ContainerEvent.Ready ready:
                if (_boots.TryGetValue(ready.Container, out var known) && known == ready.BootId)
                {
                    break;
                }

                _boots[ready.Container] = ready.BootId;
                _ready = _ready.Add(ready.Container);
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
