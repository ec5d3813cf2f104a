namespace Howdah.Ops;

/// <summary>A secret has a new revision, or is due for one.</summary>
public sealed class SecretEvent(Secret secret, bool canDefer) : CharmEvent
{
    /// <summary>The secret.</summary>
    public Secret Secret { get; } = secret;

    /// <inheritdoc/>
    public override bool CanDefer { get; } = canDefer;
}

/// <summary>A revision of a secret of ours expired, or nobody reads it any more.</summary>
public sealed class SecretRevisionEvent(Secret secret, int revision, bool canDefer) : CharmEvent
{
    /// <summary>The secret.</summary>
    public Secret Secret { get; } = secret;

    /// <summary>The revision.</summary>
    public int Revision { get; } = revision;

    /// <inheritdoc/>
    public override bool CanDefer { get; } = canDefer;

    /// <summary>Removes that revision.</summary>
    public void RemoveRevision() => Secret.RemoveRevision(Revision);
}
