using System.Text.Json.Serialization;

namespace Howdah.Pebble.Client;

/// <summary>A file or folder of the container.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Name">Last part of the path.</param>
/// <param name="Type"><c>file</c>, <c>directory</c>, <c>symlink</c>, <c>socket</c>, <c>named-pipe</c>, <c>device</c> or
/// <c>unknown</c>.</param>
public sealed record RemoteFile(string Path, string Name, string Type)
{
    /// <summary>Size in bytes; null for what is no regular file.</summary>
    public long? Size { get; init; }

    /// <summary>The low nine bits, as three octal digits.</summary>
    [JsonPropertyName("permissions")]
    public string PermissionsText { get; init; } = "";

    /// <summary>The low nine bits.</summary>
    [JsonIgnore]
    public UnixFileMode Permissions => (UnixFileMode)(PermissionsText.Length == 0 ? 0 : Convert.ToInt32(PermissionsText, 8));

    /// <summary>When it was written last, to the second.</summary>
    public DateTimeOffset LastModified { get; init; }

    /// <summary>Number of its owner.</summary>
    public int? UserId { get; init; }

    /// <summary>Name of its owner.</summary>
    public string? User { get; init; }

    /// <summary>Number of its group.</summary>
    public int? GroupId { get; init; }

    /// <summary>Name of its group.</summary>
    public string? Group { get; init; }

    /// <summary>Whether it is a folder.</summary>
    [JsonIgnore]
    public bool IsDirectory => string.Equals(Type, "directory", StringComparison.Ordinal);
}

/// <summary>Who owns a new file or folder, and who may read it.</summary>
public sealed record PathOptions
{
    /// <summary>Make missing parents too.</summary>
    public bool MakeParents { get; init; }

    /// <summary>Permissions; null for 0644 (files) and 0755 (folders).</summary>
    public UnixFileMode? Permissions { get; init; }

    /// <summary>Number of the owner.</summary>
    public int? UserId { get; init; }

    /// <summary>Name of the owner.</summary>
    public string? User { get; init; }

    /// <summary>Number of the group.</summary>
    public int? GroupId { get; init; }

    /// <summary>Name of the group.</summary>
    public string? Group { get; init; }

    internal string? PermissionsText => Permissions is { } mode ? Convert.ToString((int)mode, 8).PadLeft(3, '0') : null;
}
