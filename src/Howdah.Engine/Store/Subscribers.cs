using System.Collections.Immutable;
using Howdah.Engine.Models;

namespace Howdah.Engine.Store;

/// <summary>Who is woken when the model changes.</summary>
internal sealed class Subscribers
{
    private ImmutableList<Subscription> _subscriptions = [];

    /// <summary>Has a signal set after changes that <paramref name="concerns"/> is true of, with the model before and after; null for all.</summary>
    public IDisposable Add(WakeSignal signal, Func<ModelSnapshot, ModelSnapshot, bool>? concerns)
    {
        var added = new Subscription(this, signal, concerns);
        ImmutableInterlocked.Update(ref _subscriptions, list => list.Add(added));
        return added;
    }

    public void Wake(ModelSnapshot before, ModelSnapshot after)
    {
        foreach (var subscription in _subscriptions.Where(subscription => subscription.Concerns?.Invoke(before, after) != false))
        {
            subscription.Signal.Set();
        }
    }

    public void WakeAll() => _subscriptions.ForEach(subscription => subscription.Signal.Set());

    private sealed class Subscription(Subscribers owner, WakeSignal signal, Func<ModelSnapshot, ModelSnapshot, bool>? concerns) : IDisposable
    {
        public WakeSignal Signal => signal;

        public Func<ModelSnapshot, ModelSnapshot, bool>? Concerns => concerns;

        public void Dispose() => ImmutableInterlocked.Update(ref owner._subscriptions, list => list.Remove(this));
    }
}
