namespace Howdah.Ops;

/// <summary>Something that a charm is told.</summary>
public abstract class CharmEvent
{
    /// <summary>Its kind, such as <c>db_relation_changed</c>.</summary>
    public string Kind { get; internal set; } = "";

    /// <summary>Whether <see cref="Defer"/> may be called.</summary>
    public virtual bool CanDefer => true;

    internal bool IsDeferred { get; set; }

    /// <summary>
    /// Has the handler that runs now told again, before the next event. Prefer a step that finds out what is missing.
    /// </summary>
    /// <exception cref="InvalidOperationException">Events of this kind cannot be deferred.</exception>
    public void Defer()
    {
        if (!CanDefer)
        {
            throw new InvalidOperationException(
                this is ActionEvent ? "cannot defer action events" : $"cannot defer {Kind} events");
        }

        IsDeferred = true;
    }
}

/// <summary>An event of the unit's life: <c>install</c>, <c>start</c>, <c>config_changed</c>, …</summary>
public sealed class LifecycleEvent(bool canDefer) : CharmEvent
{
    /// <inheritdoc/>
    public override bool CanDefer { get; } = canDefer;
}

/// <summary>A storage instance came or goes.</summary>
public sealed class StorageEvent(Storage storage) : CharmEvent
{
    /// <summary>The instance.</summary>
    public Storage Storage { get; } = storage;
}

/// <summary>The status of the unit or the application is asked for.</summary>
public sealed class CollectStatusEvent : CharmEvent
{
    private Status? worst;

    /// <inheritdoc/>
    public override bool CanDefer => false;

    internal Status? Result => worst;

    /// <summary>Adds a status; the most severe is shown, of equal ones the first.</summary>
    public void AddStatus(Status status)
    {
        ArgumentNullException.ThrowIfNull(status);
        if (status.Kind is StatusKind.Unknown or StatusKind.Error)
        {
            throw new ArgumentException($"a charm cannot set the status \"{status.Word}\"", nameof(status));
        }

        worst = worst is null || status.Kind > worst.Kind ? status : worst;
    }
}
