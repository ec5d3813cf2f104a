using System.Text.Json.Serialization;

namespace Howdah.Pebble.Exec;

/// <summary>The body of <c>POST /v1/exec</c>; null means not given, and an empty text within lists and maps.</summary>
internal sealed record ExecRequest
{
    [JsonPropertyName("command")]
    public List<string>? Command { get; init => field = value?.ConvertAll(t => t ?? ""); }

    [JsonPropertyName("service-context")]
    public string? ServiceContext { get; init; }

    [JsonPropertyName("environment")]
    public Dictionary<string, string>? Environment { get; init => field = value?.ToDictionary(e => e.Key, e => e.Value ?? "", StringComparer.Ordinal); }

    [JsonPropertyName("working-dir")]
    public string? WorkingDir { get; init; }

    [JsonPropertyName("timeout")]
    public string? Timeout { get; init; }

    [JsonPropertyName("user-id")]
    public int? UserId { get; init; }

    [JsonPropertyName("user")]
    public string? User { get; init; }

    [JsonPropertyName("group-id")]
    public int? GroupId { get; init; }

    [JsonPropertyName("group")]
    public string? Group { get; init; }

    [JsonPropertyName("terminal")]
    public bool? Terminal { get; init; }

    [JsonPropertyName("interactive")]
    public bool? Interactive { get; init; }

    [JsonPropertyName("split-stderr")]
    public bool? SplitStderr { get; init; }

    [JsonPropertyName("width")]
    public int? Width { get; init; }

    [JsonPropertyName("height")]
    public int? Height { get; init; }
}
