using System.Collections.Immutable;

namespace Howdah.Engine.HookCommands.Secrets;

/// <summary>What a dispatch wants of a secret; null and empty leave things as they are.</summary>
internal sealed record SecretWishes
{
    public string? Label { get; init; }

    public string? Description { get; init; }

    public string? Rotate { get; init; }

    public DateTimeOffset? Expires { get; init; }

    /// <summary>New content, each value in base64.</summary>
    public Bag? Content { get; init; }

    /// <summary>The reader that moves to the new revision.</summary>
    public string? Tracker { get; init; }

    /// <summary>The whole secret is to go.</summary>
    public bool Removed { get; init; }

    /// <summary>Revisions that are to go.</summary>
    public ImmutableHashSet<int> RemovedRevisions { get; init; } = [];

    /// <summary>By application or unit, the relation within which it may read; null when it may no longer.</summary>
    public ImmutableDictionary<string, int?> Grants { get; init; } = ImmutableDictionary<string, int?>.Empty;

    /// <summary>Says nothing of the content.</summary>
    public override string ToString() => nameof(SecretWishes);
}
