using System.Text.Json.Serialization;

namespace Howdah.Server.Client.Status;

/// <summary>An application's part of a status.</summary>
public sealed record ApplicationStatus
{
    /// <summary>The charm's identity, <c>local:postgresql-k8s-0</c>.</summary>
    public required string Charm { get; init; }

    /// <summary>The system that the charm runs on.</summary>
    public CharmBase? Base { get; init; }

    /// <summary>Where the charm came from: <c>local</c>.</summary>
    public string CharmOrigin { get; init; } = "local";

    /// <summary>Name of the charm.</summary>
    public required string CharmName { get; init; }

    /// <summary>Revision of the charm.</summary>
    public int CharmRev { get; init; }

    /// <summary>Channel of the charm; none for a local one.</summary>
    public string? CharmChannel { get; init; }

    /// <summary>Version that the charm's <c>version</c> file names.</summary>
    public string? CharmVersion { get; init; }

    /// <summary>How many units are wanted.</summary>
    public int Scale { get; init; }

    /// <summary>The place's own name for the application.</summary>
    public string? ProviderId { get; init; }

    /// <summary>Address of the application as a whole, where it has one.</summary>
    public string? Address { get; init; }

    /// <summary>Whether it can be reached from outside of the model.</summary>
    public bool Exposed { get; init; }

    /// <summary><c>dying</c> or <c>dead</c>; absent while alive.</summary>
    public string? Life { get; init; }

    /// <summary>Set by its leader, else the worst of its units.</summary>
    [JsonPropertyName("application-status")]
    public required StatusValue Status { get; init; }

    /// <summary>What each endpoint is related to.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<RelatedApplication>>? Relations { get; init; }

    /// <summary>Version of the workload.</summary>
    public string? Version { get; init; }

    /// <summary>Network space of each endpoint.</summary>
    public IReadOnlyDictionary<string, string>? EndpointBindings { get; init; }

    /// <summary>Its units by name, in the order of their numbers.</summary>
    public IReadOnlyDictionary<string, UnitStatus>? Units { get; init; }
}

/// <summary>The system that a charm runs on.</summary>
public sealed record CharmBase(string Name, string Channel);

/// <summary>The other side of a relation; a peer relation names the application itself.</summary>
public sealed record RelatedApplication
{
    /// <summary>Name of the other application.</summary>
    [JsonPropertyName("related-application")]
    public required string Application { get; init; }

    /// <summary>Interface of the relation.</summary>
    public required string Interface { get; init; }

    /// <summary><c>global</c> or <c>container</c>.</summary>
    public string Scope { get; init; } = "global";
}
