namespace Howdah.Ops;

/// <summary>
/// Tells observers, and keeps what they defer (Juju contract 8.3): stored notices first and in their order, a notice that is
/// deferred again keeps its place, and one that equals a stored one is not queued twice.
/// </summary>
internal sealed class EventEmitter(CharmEvents events, CharmLog log, IReadOnlyList<DeferredNotice> stored)
{
    private readonly List<DeferredNotice> deferred = [.. stored];

    public IReadOnlyList<DeferredNotice> Deferred => deferred;

    /// <summary>Tells again what was deferred in earlier dispatches.</summary>
    public async Task ReemitAsync(CancellationToken cancellationToken)
    {
        foreach (var notice in stored)
        {
            var source = events.Find(notice.Event);
            var observer = source?.Observers.Find(o => string.Equals(o.Name, notice.Observer, StringComparison.Ordinal));
            if (source is null || observer is null)
            {
                var missing = source is null ? "such event" : $"observer {notice.Observer}";
                log.Warning($"Dropping the deferred {notice.Event} event: there is no {missing} any more.");
                deferred.Remove(notice);
                continue;
            }

            log.Debug($"Re-emitting deferred event {notice.Event} for {notice.Observer}.");
            var one = source.Restore(notice.Snapshot);
            await observer.Handle(one, cancellationToken);
            if (!one.IsDeferred)
            {
                deferred.Remove(notice);
            }
        }
    }

    /// <summary>Tells the observers of an event.</summary>
    /// <returns>The event, or null when nobody observes it.</returns>
    public async Task<CharmEvent?> EmitAsync(
        EventSource source, IReadOnlyDictionary<string, string> snapshot, CancellationToken cancellationToken)
    {
        if (source.Observers.Count == 0)
        {
            return null;
        }

        var one = source.Restore(snapshot);
        foreach (var observer in source.Observers)
        {
            one.IsDeferred = false;
            await observer.Handle(one, cancellationToken);
            if (one.IsDeferred)
            {
                Keep(new DeferredNotice(source.Kind, observer.Name, snapshot));
            }
        }

        return one;
    }

    private void Keep(DeferredNotice notice)
    {
        if (deferred.Exists(d => d.IsSameAs(notice)))
        {
            log.Debug($"Skipping notice ({notice.Event} for {notice.Observer}) - already in the queue.");
            return;
        }

        deferred.Add(notice);
    }
}
