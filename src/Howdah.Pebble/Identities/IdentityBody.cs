using System.Text.Json.Serialization;

namespace Howdah.Pebble.Identities;

/// <summary>An identity as requests, identity files and the state file have it.</summary>
internal sealed record IdentityBody
{
    [JsonPropertyName("access")]
    public string? Access { get; init; }

    [JsonPropertyName("local")]
    public LocalBody? Local { get; init; }

    [JsonPropertyName("basic")]
    public BasicBody? Basic { get; init; }

    [JsonPropertyName("cert")]
    public CertBody? Cert { get; init; }
}

/// <summary>Recognition by user ID.</summary>
internal sealed record LocalBody
{
    [JsonPropertyName("user-id")]
    public uint? UserId { get; init; }
}

/// <summary>Recognition by password.</summary>
internal sealed record BasicBody
{
    [JsonPropertyName("password")]
    public string? Password { get; init; }
}

/// <summary>Recognition by client certificate.</summary>
internal sealed record CertBody
{
    [JsonPropertyName("pem")]
    public string? Pem { get; init; }
}

/// <summary>The body of <c>POST /v1/identities</c>.</summary>
internal sealed record IdentitiesBody
{
    [JsonPropertyName("action")]
    public string? Action { get; init; }

    [JsonPropertyName("identities")]
    public Dictionary<string, IdentityBody?>? Identities { get; init; }
}
