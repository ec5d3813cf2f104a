namespace Howdah.Server.Client.Applications;

/// <summary>Asks for a new application.</summary>
/// <param name="Charm">Path of the charm's folder or archive, or the name of one that came with Howdah.</param>
/// <param name="BaseDirectory">Folder that a relative path begins at.</param>
/// <param name="Units">How many units.</param>
/// <param name="Application">Name of the application; null for the charm's.</param>
public sealed record DeployRequest(string Charm, string BaseDirectory, int Units, string? Application = null)
{
    /// <summary>Options as they were typed.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether the charm may see the cloud's credentials.</summary>
    public bool Trust { get; init; }

    /// <summary>Files or image references for the charm's resources.</summary>
    public IReadOnlyDictionary<string, string> Resources { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Instances of a storage for each unit.</summary>
    public IReadOnlyDictionary<string, int> StorageCounts { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);
}

/// <summary>Asks for a bundle.</summary>
/// <param name="Content">The bundle's text.</param>
/// <param name="Path">Absolute path of its file; relative paths in it begin at its folder.</param>
public sealed record BundleRequest(string Content, string Path);

/// <summary>What a request did, as lines for the person who made it.</summary>
/// <param name="Messages">One line a step; empty when nothing had to be done.</param>
public sealed record ChangeSummary(IReadOnlyList<string> Messages);
