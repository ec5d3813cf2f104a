namespace Howdah.Server.Client.Status;

/// <summary>Storage of a model.</summary>
public sealed record StorageStatus
{
    /// <summary>Storage instances by id, <c>pgdata/0</c>; absent when there are none.</summary>
    public IReadOnlyDictionary<string, StorageInstance>? Storage { get; init; }
}

/// <summary>A storage instance.</summary>
/// <param name="Kind"><c>filesystem</c> or <c>block</c>.</param>
/// <param name="Life"><c>alive</c>, <c>dying</c> or <c>dead</c>.</param>
/// <param name="Status">Whether it is attached.</param>
/// <param name="Persistent">Whether it outlives its unit.</param>
public sealed record StorageInstance(string Kind, string Life, StatusValue Status, bool Persistent)
{
    /// <summary>The units that have it; absent when it is detached.</summary>
    public StorageAttachments? Attachments { get; init; }
}

/// <summary>The units that have a storage instance.</summary>
/// <param name="Units">Attachments by unit name.</param>
public sealed record StorageAttachments(IReadOnlyDictionary<string, StorageAttachment> Units);

/// <summary>A storage instance's place in a unit.</summary>
/// <param name="Location">Absolute path in the charm container.</param>
/// <param name="Life"><c>alive</c>, <c>dying</c> or <c>dead</c>.</param>
public sealed record StorageAttachment(string Location, string Life);
