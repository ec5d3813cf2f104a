using System.Text.Json;
using System.Text.Json.Serialization;
using Howdah.Pebble.Exec;
using Howdah.Pebble.Identities;

namespace Howdah.Pebble.Api;

/// <summary>The body of service and check actions, of signals and of aborts.</summary>
/// <remarks>Here and below, a null in a list is an empty entry, as the reference reads it.</remarks>
internal sealed record ActionBody
{
    [JsonPropertyName("action")]
    public string? Action { get; init; }

    [JsonPropertyName("services")]
    public List<string>? Services { get; init => field = value?.ConvertAll(t => t ?? ""); }

    [JsonPropertyName("checks")]
    public List<string>? Checks { get; init => field = value?.ConvertAll(t => t ?? ""); }

    [JsonPropertyName("signal")]
    public string? Signal { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }
}

/// <summary>The body of <c>POST /v1/layers</c>.</summary>
internal sealed record LayerBody
{
    [JsonPropertyName("action")]
    public string? Action { get; init; }

    [JsonPropertyName("combine")]
    public bool? Combine { get; init; }

    [JsonPropertyName("inner")]
    public bool? Inner { get; init; }

    [JsonPropertyName("label")]
    public string? Label { get; init; }

    [JsonPropertyName("format")]
    public string? Format { get; init; }

    [JsonPropertyName("layer")]
    public string? Layer { get; init; }
}

/// <summary>The body of <c>POST /v1/notices</c>.</summary>
internal sealed record NoticeBody
{
    [JsonPropertyName("action")]
    public string? Action { get; init; }

    [JsonPropertyName("type")]
    public string? Type { get; init; }

    [JsonPropertyName("key")]
    public string? Key { get; init; }

    [JsonPropertyName("repeat-after")]
    public string? RepeatAfter { get; init; }

    [JsonPropertyName("data")]
    public JsonElement? Data { get; init; }
}

/// <summary>The body of a file operation, and the first part of a write.</summary>
internal sealed record FilesBody
{
    [JsonPropertyName("action")]
    public string? Action { get; init; }

    [JsonPropertyName("files")]
    public List<FileItem>? Files { get; init => field = value?.ConvertAll(i => i ?? new FileItem()); }

    [JsonPropertyName("dirs")]
    public List<FileItem>? Dirs { get; init => field = value?.ConvertAll(i => i ?? new FileItem()); }

    [JsonPropertyName("paths")]
    public List<FileItem>? Paths { get; init => field = value?.ConvertAll(i => i ?? new FileItem()); }
}

/// <summary>One file or folder of a file operation.</summary>
internal sealed record FileItem
{
    [JsonPropertyName("path")]
    public string? Path { get; init; }

    [JsonPropertyName("make-dirs")]
    public bool? MakeDirs { get; init; }

    [JsonPropertyName("make-parents")]
    public bool? MakeParents { get; init; }

    [JsonPropertyName("recursive")]
    public bool? Recursive { get; init; }

    [JsonPropertyName("permissions")]
    public string? Permissions { get; init; }

    [JsonPropertyName("user-id")]
    public int? UserId { get; init; }

    [JsonPropertyName("user")]
    public string? User { get; init; }

    [JsonPropertyName("group-id")]
    public int? GroupId { get; init; }

    [JsonPropertyName("group")]
    public string? Group { get; init; }
}

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ActionBody))]
[JsonSerializable(typeof(LayerBody))]
[JsonSerializable(typeof(NoticeBody))]
[JsonSerializable(typeof(FilesBody))]
[JsonSerializable(typeof(ExecRequest))]
[JsonSerializable(typeof(IdentitiesBody))]
[JsonSerializable(typeof(Dictionary<string, IdentityBody?>))]
[JsonSerializable(typeof(Dictionary<string, string?>))]
internal sealed partial class BodyJson : JsonSerializerContext;
