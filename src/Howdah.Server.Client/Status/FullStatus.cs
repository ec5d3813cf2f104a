using System.Text.Json;

namespace Howdah.Server.Client.Status;

/// <summary>Everything that <c>status</c> shows, in the shape of <c>juju status --format json</c>.</summary>
public sealed record FullStatus
{
    /// <summary>The model.</summary>
    public required ModelStatus Model { get; init; }

    /// <summary>Always empty: units have no machines of their own here.</summary>
    public IReadOnlyDictionary<string, JsonElement> Machines { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Applications by name, in the order of their names.</summary>
    public required IReadOnlyDictionary<string, ApplicationStatus> Applications { get; init; }

    /// <summary>Applications of other models that this one uses, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> ApplicationEndpoints { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Endpoints that other models may use, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Offers { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Storage of the model.</summary>
    public StorageStatus Storage { get; init; } = new();

    /// <summary>What the controller says about itself.</summary>
    public required ControllerStatus Controller { get; init; }
}

/// <summary>The controller's part of a status.</summary>
/// <param name="Timestamp">Local time of day with offset, <c>12:04:55+13:00</c>.</param>
public sealed record ControllerStatus(string Timestamp);
