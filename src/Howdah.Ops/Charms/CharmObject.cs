using System.Runtime.CompilerServices;

namespace Howdah.Ops;

/// <summary>A charm, or a part of one (such as one end of a relation interface): it observes events and sees the model.</summary>
public abstract class CharmObject
{
    /// <summary>A part of the charm of that context.</summary>
    /// <param name="context">What the charm was made with.</param>
    /// <param name="name">Another name than any other part has; deferred events and stored state are found again by it.</param>
    protected CharmObject(CharmContext context, string name)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
        ObjectName = name;
    }

    /// <summary>What the charm was made with: pass it on to the charm's parts.</summary>
    protected CharmContext Context { get; }

    /// <summary>Name of this part.</summary>
    protected string ObjectName { get; }

    /// <summary>The events.</summary>
    protected CharmEvents On => Context.On;

    /// <summary>The model.</summary>
    protected CharmModel Model => Context.Model;

    /// <summary>This unit.</summary>
    protected LocalUnit Unit => Context.Model.Unit;

    /// <summary>Our application.</summary>
    protected LocalApplication App => Context.Model.App;

    /// <summary>The options as they are set.</summary>
    protected Config Config => Context.Model.Config;

    /// <summary>What the charm's files declare.</summary>
    protected CharmMetadata Metadata => Context.Metadata;

    /// <summary>The log.</summary>
    protected CharmLog Log => Context.Log;

    /// <summary>The clock.</summary>
    protected TimeProvider Time => Context.Time;

    /// <summary>What this part remembers, on this unit.</summary>
    protected StoredState Stored => Context.StoredStateOf(ObjectName);

    /// <summary>
    /// Has a handler told of a kind of event. Do it in the constructor: a deferred event finds its handler again by its name.
    /// </summary>
    protected void Observe<TEvent>(
        EventSource<TEvent> source,
        Func<TEvent, CancellationToken, Task> handler,
        [CallerArgumentExpression(nameof(handler))] string handlerName = "")
        where TEvent : CharmEvent
    {
        ArgumentNullException.ThrowIfNull(source);
        source.Add(new Observer($"{ObjectName}.{handlerName}", (e, token) => handler((TEvent)e, token)));
    }

    /// <inheritdoc cref="Observe{TEvent}(EventSource{TEvent}, Func{TEvent, CancellationToken, Task}, string)"/>
    protected void Observe<TEvent>(
        EventSource<TEvent> source,
        Action<TEvent> handler,
        [CallerArgumentExpression(nameof(handler))] string handlerName = "")
        where TEvent : CharmEvent
    {
        ArgumentNullException.ThrowIfNull(source);
        source.Add(new Observer($"{ObjectName}.{handlerName}", (e, _) =>
        {
            handler((TEvent)e);
            return Task.CompletedTask;
        }));
    }

    /// <summary>Has one handler told of many kinds of event; a kind that is named twice is told once.</summary>
    protected void ObserveAll(
        IEnumerable<EventSource> sources,
        Func<CharmEvent, CancellationToken, Task> handler,
        [CallerArgumentExpression(nameof(handler))] string handlerName = "")
    {
        var observer = new Observer($"{ObjectName}.{handlerName}", handler);
        foreach (var source in sources.Where(
            s => !s.Observers.Exists(o => string.Equals(o.Name, observer.Name, StringComparison.Ordinal))))
        {
            source.Add(observer);
        }
    }

    /// <summary>Tells the observers of an event of our own kind, now.</summary>
    /// <param name="source">Its kind, made with <see cref="CharmEvents.Define"/>.</param>
    /// <param name="snapshot">What the event is made of.</param>
    /// <param name="cancellationToken">Handed to the observers.</param>
    protected Task EmitAsync(
        EventSource source, IReadOnlyDictionary<string, string> snapshot, CancellationToken cancellationToken = default) =>
        Context.Emitter.EmitAsync(source, snapshot, cancellationToken);
}
