using System.Collections.Immutable;

namespace Howdah.Engine.Store;

/// <summary>Who is woken when the model changes.</summary>
internal sealed class Subscribers
{
    private ImmutableList<WakeSignal> _signals = [];

    public IDisposable Add(WakeSignal signal)
    {
        ImmutableInterlocked.Update(ref _signals, (list, added) => list.Add(added), signal);
        return new Subscription(this, signal);
    }

    public void Wake()
    {
        foreach (var signal in _signals)
        {
            signal.Set();
        }
    }

    private sealed class Subscription(Subscribers owner, WakeSignal signal) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref owner._signals, (list, removed) => list.Remove(removed), signal);
    }
}
