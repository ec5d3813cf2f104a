using System.Text.Json.Serialization;

namespace Howdah.Server.Client.Status;

/// <summary>The model's part of a status.</summary>
public sealed record ModelStatus
{
    /// <summary>Name of the model.</summary>
    public required string Name { get; init; }

    /// <summary><c>caas</c>: units are containers.</summary>
    public string Type { get; init; } = "caas";

    /// <summary>Name of the controller.</summary>
    public required string Controller { get; init; }

    /// <summary>Kind of place that carries the units: <c>machine</c> or <c>kubernetes</c>.</summary>
    public required string Cloud { get; init; }

    /// <summary>Region of the cloud.</summary>
    public string? Region { get; init; }

    /// <summary>Version of the engine.</summary>
    public required string Version { get; init; }

    /// <summary>Whether the model is <c>available</c> or goes away.</summary>
    [JsonPropertyName("model-status")]
    public required StatusValue Status { get; init; }
}
