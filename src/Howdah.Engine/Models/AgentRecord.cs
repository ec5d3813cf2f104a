using System.Collections.Immutable;

namespace Howdah.Engine.Models;

/// <summary>
/// What a unit's charm has been told, hook by hook. Together with the model it determines what the charm is owed; it changes in the same
/// transaction as what the hook wrote.
/// </summary>
public sealed record AgentRecord
{
    /// <summary><c>install</c> succeeded.</summary>
    public bool Installed { get; init; }

    /// <summary><c>start</c> succeeded.</summary>
    public bool Started { get; init; }

    /// <summary><c>stop</c> succeeded.</summary>
    public bool Stopped { get; init; }

    /// <summary>The hook that follows the last one directly (<c>start</c> after the first <c>config-changed</c>).</summary>
    public string? Queued { get; init; }

    /// <summary>The configuration and address of the last <c>config-changed</c>; null before the first, and from the begin of one to its end.</summary>
    public string? ConfigDigest { get; init; }

    /// <summary><c>leader-elected</c> was told since the unit last became leader.</summary>
    public bool Leader { get; init; }

    /// <summary>Storage instances whose <c>storage-attached</c> was told.</summary>
    public ImmutableSortedSet<string> Storages { get; init; } = [];

    /// <summary>Storage instances whose <c>storage-attached</c> has begun: a charm that may have acted on it is owed their end too.</summary>
    public ImmutableSortedSet<string> Attaching { get; init; } = [];

    /// <summary>Storage instances that the charm has heard of, if only half of it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<string> KnownStorages => Storages.Union(Attaching);

    /// <summary>Relations by id.</summary>
    public ImmutableSortedDictionary<int, RelationTold> Relations { get; init; } = ImmutableSortedDictionary<int, RelationTold>.Empty;

    /// <summary>By id of a secret, the revision of the last <c>secret-changed</c>.</summary>
    public ImmutableSortedDictionary<string, int> SecretsChanged { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>By id of an owned secret, the revisions whose <c>secret-remove</c> was told.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedSet<int>> SecretsObsolete { get; init; } =
        ImmutableSortedDictionary<string, ImmutableSortedSet<int>>.Empty;

    /// <summary>By id of an owned secret, when its <c>secret-expired</c> was last told.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> SecretsExpired { get; init; } =
        ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>By id of an owned secret, when its <c>secret-rotate</c> was last told.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> SecretsDue { get; init; } = ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>The hook that failed and is to be run again; null when all is well.</summary>
    public HookFailure? Failure { get; init; }
}

/// <summary>What a unit's charm has been told about a relation.</summary>
public sealed record RelationTold
{
    /// <summary><c>relation-created</c>.</summary>
    public bool Created { get; init; }

    /// <summary>Version of the remote application's databag at the last <c>relation-changed</c> for it.</summary>
    public long Application { get; init; }

    /// <summary>The version that <see cref="Members"/> has of a member from the begin of its <c>relation-joined</c> to the end.</summary>
    public const long Joining = -1;

    /// <summary>Members that were joined, with the version of their databag at the last <c>relation-changed</c>; 0 right after <c>joined</c>.</summary>
    public ImmutableSortedDictionary<string, long> Members { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary><c>relation-broken</c>.</summary>
    public bool Broken { get; init; }
}

/// <summary>A hook that failed.</summary>
/// <param name="Hook">The hook, to be run again with the same variables.</param>
/// <param name="Since">When it failed first.</param>
/// <param name="Attempts">How often it failed.</param>
/// <param name="RetryAt">When it is run again by itself; null when only a person's <c>resolved</c> does that.</param>
public sealed record HookFailure(HookInfo Hook, DateTimeOffset Since, int Attempts, DateTimeOffset? RetryAt);
