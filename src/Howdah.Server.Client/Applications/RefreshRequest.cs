namespace Howdah.Server.Client.Applications;

/// <summary>Asks for another charm for an application.</summary>
/// <param name="BaseDirectory">Folder that relative paths begin at.</param>
/// <param name="Charm">Path of the charm's folder or archive; null for the one of the same name that came with Howdah.</param>
public sealed record RefreshRequest(string BaseDirectory, string? Charm = null)
{
    /// <summary>Whether a charm of another name is accepted.</summary>
    public bool Switch { get; init; }

    /// <summary>Whether units in error take it too.</summary>
    public bool ForceUnits { get; init; }

    /// <summary>Whether the charm may see the cloud's credentials from now on.</summary>
    public bool Trust { get; init; }

    /// <summary>Options as they were typed.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Files or image references for the charm's resources.</summary>
    public IReadOnlyDictionary<string, string> Resources { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
