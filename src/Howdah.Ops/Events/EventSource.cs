namespace Howdah.Ops;

/// <summary>A kind of event that can be observed.</summary>
public abstract class EventSource
{
    private protected EventSource(string kind) => Kind = kind;

    /// <summary>Its kind, such as <c>db_relation_changed</c>.</summary>
    public string Kind { get; }

    internal List<Observer> Observers { get; } = [];

    internal abstract CharmEvent Restore(IReadOnlyDictionary<string, string> snapshot);
}

/// <summary>A kind of event that can be observed.</summary>
/// <typeparam name="TEvent">What observers get.</typeparam>
public sealed class EventSource<TEvent> : EventSource
    where TEvent : CharmEvent
{
    private readonly Func<IReadOnlyDictionary<string, string>, TEvent> restore;

    internal EventSource(string kind, Func<IReadOnlyDictionary<string, string>, TEvent> restore)
        : base(kind) => this.restore = restore;

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
