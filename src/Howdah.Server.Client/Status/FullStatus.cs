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
    public IReadOnlyDictionary<string, RemoteApplicationStatus> ApplicationEndpoints { get; init; } =
        new Dictionary<string, RemoteApplicationStatus>(StringComparer.Ordinal);

    /// <summary>Endpoints that other models may use, by name.</summary>
    public IReadOnlyDictionary<string, OfferStatus> Offers { get; init; } = new Dictionary<string, OfferStatus>(StringComparer.Ordinal);

    /// <summary>Storage of the model.</summary>
    public StorageStatus Storage { get; init; } = new();

    /// <summary>Relations with their sides in order, which Juju's shape does not tell.</summary>
    public IReadOnlyList<RelationStatus>? Relations { get; init; }

    /// <summary>What the controller says about itself.</summary>
    public required ControllerStatus Controller { get; init; }
}

/// <summary>The controller's part of a status.</summary>
/// <param name="Timestamp">Local time of day with offset, <c>12:04:55+13:00</c>.</param>
public sealed record ControllerStatus(string Timestamp);

/// <summary>A relation.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Provider">The providing side, <c>app:endpoint</c>; for peers the application.</param>
/// <param name="Requirer">The requiring side, <c>app:endpoint</c>; for peers the same.</param>
/// <param name="Interface">Name of the interface.</param>
/// <param name="Type"><c>regular</c>, <c>peer</c> or <c>subordinate</c>.</param>
/// <param name="Message">What is to be said about it, such as that it goes away.</param>
public sealed record RelationStatus(int Id, string Provider, string Requirer, string Interface, string Type, string? Message = null);
