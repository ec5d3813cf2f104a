namespace Howdah.Ops;

/// <summary>A kind of event that can be observed.</summary>
public abstract class EventSource
{
    private protected EventSource(string kind, List<Observer> observers) => (Kind, Observers) = (kind, observers);

    /// <summary>Its kind, such as <c>db_relation_changed</c>.</summary>
    public string Kind { get; }

    internal List<Observer> Observers { get; }

    internal virtual void Add(Observer observer) => Observers.Add(observer);

    internal abstract CharmEvent Restore(IReadOnlyDictionary<string, string> snapshot);
}

/// <summary>A kind of event that can be observed.</summary>
/// <typeparam name="TEvent">What observers get.</typeparam>
public sealed class EventSource<TEvent> : EventSource
    where TEvent : CharmEvent
{
    private readonly Func<IReadOnlyDictionary<string, string>, TEvent> restore;
    private readonly Func<TEvent, bool>? holds;

    internal EventSource(string kind, Func<IReadOnlyDictionary<string, string>, TEvent> restore)
        : base(kind, []) => this.restore = restore;

    private EventSource(EventSource<TEvent> all, Func<TEvent, bool> holds)
        : base(all.Kind, all.Observers) => (restore, this.holds) = (all.restore, holds);

    /// <summary>Those of these events of which something holds.</summary>
    public EventSource<TEvent> Where(Func<TEvent, bool> holds) => new(this, holds);

    internal override void Add(Observer observer) => base.Add(holds is null ? observer : observer with
    {
        Handle = (e, token) => holds((TEvent)e) ? observer.Handle(e, token) : Task.CompletedTask,
    });

    internal override CharmEvent Restore(IReadOnlyDictionary<string, string> snapshot)
    {
        var one = restore(snapshot);
        one.Kind = Kind;
        return one;
    }
}

/// <summary>A handler that is told of a kind of event.</summary>
/// <param name="Name">Owner and handler: what a deferred event finds it by in a later dispatch.</param>
/// <param name="Handle">The handler.</param>
internal sealed record Observer(string Name, Func<CharmEvent, CancellationToken, Task> Handle);
