namespace Howdah.Server.Client.Applications;

/// <summary>A resource of an application's charm.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>file</c> or <c>oci-image</c>.</param>
/// <param name="Description">What it is.</param>
/// <param name="Origin"><c>upload</c> when something was given for it, else <c>none</c>.</param>
/// <param name="Path">Name of the file; null for an image.</param>
public sealed record ResourceDetail(string Name, string Type, string Description, string Origin, string? Path = null)
{
    /// <summary>Bytes of the file that was given.</summary>
    public long? Size { get; init; }

    /// <summary>When it was given.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The image that was given.</summary>
    public string? Image { get; init; }
}

/// <summary>What <c>resources --format json</c> prints.</summary>
/// <param name="Resources">All of them.</param>
public sealed record ResourceList(IReadOnlyList<ResourceDetail> Resources);

/// <summary>Gives a resource to an application.</summary>
/// <param name="Name">The resource.</param>
/// <param name="Value">Path of a file, or an image.</param>
/// <param name="BaseDirectory">Folder that a relative path begins at.</param>
public sealed record ResourceRequest(string Name, string Value, string BaseDirectory);
