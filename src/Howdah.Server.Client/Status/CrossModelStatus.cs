using System.Text.Json.Serialization;
using Howdah.Server.Client.Offers;

namespace Howdah.Server.Client.Status;

/// <summary>An application of another model, in the model that uses it.</summary>
public sealed record RemoteApplicationStatus
{
    /// <summary>The offer, <c>admin/MODEL.OFFER</c>.</summary>
    public required string Url { get; init; }

    /// <summary>The offered endpoints by name.</summary>
    public required IReadOnlyDictionary<string, OfferedEndpoint> Endpoints { get; init; }

    /// <summary><c>dying</c> while it goes away; absent otherwise.</summary>
    public string? Life { get; init; }

    /// <summary>How it is.</summary>
    [JsonPropertyName("application-status")]
    public required StatusValue Status { get; init; }

    /// <summary>By endpoint, the applications of this model that are related to it; absent when there are none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Relations { get; init; }
}

/// <summary>What a model lets others use.</summary>
public sealed record OfferStatus
{
    /// <summary>The application.</summary>
    public required string Application { get; init; }

    /// <summary>The application's charm.</summary>
    public required string Charm { get; init; }

    /// <summary>The charm's name.</summary>
    [JsonIgnore]
    public string CharmName => Charm[(Charm.IndexOf(':', StringComparison.Ordinal) + 1)..Charm.LastIndexOf('-')];

    /// <summary>The charm's revision.</summary>
    [JsonIgnore]
    public string CharmRevision => Charm[(Charm.LastIndexOf('-') + 1)..];

    /// <summary>The offered endpoints by name.</summary>
    public required IReadOnlyDictionary<string, OfferedEndpoint> Endpoints { get; init; }

    /// <summary>How many relations use it and are joined; absent for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int ActiveConnectedCount { get; init; }

    /// <summary>How many relations use it; absent for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int TotalConnectedCount { get; init; }
}
