namespace Howdah.Server.Client.Applications;

/// <summary>An application, in the shape of <c>juju show-application --format json</c>.</summary>
public sealed record ApplicationSummary
{
    /// <summary>Name of its charm.</summary>
    public required string Charm { get; init; }

    /// <summary>The system that the charm runs on, <c>ubuntu@24.04</c>.</summary>
    public string? Base { get; init; }

    /// <summary>False for a subordinate, of which there are none here.</summary>
    public bool Principal { get; init; } = true;

    /// <summary>Whether it may be reached from outside of the model.</summary>
    public bool Exposed { get; init; }

    /// <summary>Whether it is another model's.</summary>
    public bool Remote { get; init; }

    /// <summary><c>alive</c>, <c>dying</c> or <c>dead</c>.</summary>
    public required string Life { get; init; }

    /// <summary>Network space of each endpoint.</summary>
    public IReadOnlyDictionary<string, string>? EndpointBindings { get; init; }
}
