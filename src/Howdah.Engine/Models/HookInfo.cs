namespace Howdah.Engine.Models;

/// <summary>A hook with all that its variables say.</summary>
/// <param name="Name">The hook as the charm sees it, <c>db-relation-changed</c>.</param>
public sealed record HookInfo(string Name)
{
    /// <summary>What kind of event it is.</summary>
    public HookKind Kind { get; init; }

    /// <summary>Id of the relation.</summary>
    public int? RelationId { get; init; }

    /// <summary>This unit's endpoint of the relation.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The application at the other end; for peers, this one.</summary>
    public string? RemoteApplication { get; init; }

    /// <summary>The unit it is about.</summary>
    public string? RemoteUnit { get; init; }

    /// <summary>The unit that goes away.</summary>
    public string? DepartingUnit { get; init; }

    /// <summary>The storage instance.</summary>
    public string? StorageId { get; init; }

    /// <summary>The secret, bare id.</summary>
    public string? SecretId { get; init; }

    /// <summary>The secret's revision.</summary>
    public int? SecretRevision { get; init; }

    /// <summary>The label by which this unit knows the secret.</summary>
    public string? SecretLabel { get; init; }

    /// <summary>The workload container.</summary>
    public string? Container { get; init; }

    /// <summary>Id of the container's Pebble since its start (<c>pebble-ready</c>), or of the notice.</summary>
    public string? NoticeId { get; init; }

    /// <summary>The notice's type.</summary>
    public string? NoticeType { get; init; }

    /// <summary>The notice's key.</summary>
    public string? NoticeKey { get; init; }

    /// <summary>The health check.</summary>
    public string? Check { get; init; }

    /// <summary>What a status message adds to the hook's name: <c> for etcd:etcd-client</c>.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Subject => RemoteApplication is not null && Endpoint is not null ? $" for {RemoteApplication}:{Endpoint}" : "";
}

/// <summary>Kinds of hooks.</summary>
public enum HookKind
{
    /// <summary>Without a subject: <c>install</c>, <c>start</c>, <c>config-changed</c>, …</summary>
    Plain,

    /// <summary><c>relation-created</c>.</summary>
    RelationCreated,

    /// <summary><c>relation-joined</c>.</summary>
    RelationJoined,

    /// <summary><c>relation-changed</c>, of a unit or of an application.</summary>
    RelationChanged,

    /// <summary><c>relation-departed</c>.</summary>
    RelationDeparted,

    /// <summary><c>relation-broken</c>.</summary>
    RelationBroken,

    /// <summary><c>storage-attached</c>.</summary>
    StorageAttached,

    /// <summary><c>storage-detaching</c>.</summary>
    StorageDetaching,

    /// <summary><c>secret-changed</c>, <c>-rotate</c>, <c>-expired</c>, <c>-remove</c>.</summary>
    Secret,

    /// <summary><c>pebble-ready</c>, <c>-custom-notice</c>, <c>-check-failed</c>, <c>-check-recovered</c>.</summary>
    Pebble,
}
