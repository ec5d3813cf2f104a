using System.Text.Json;
using System.Text.Json.Serialization;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>What the guard is told in its configuration file (JSON). It holds no password.</summary>
internal sealed record GuardSettings
{
    /// <summary>The member's name, which is the value of the leader key while it leads.</summary>
    public required string Member { get; init; }

    /// <summary>The command that is Patroni, with its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>PostgreSQL's data directory.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>A URL of Patroni's REST API that answers anything at all while Patroni works.</summary>
    public required string RestUrl { get; init; }

    /// <summary>The store's URLs, <c>http://127.0.0.1:2379</c>.</summary>
    public required IReadOnlyList<string> StoreUrls { get; init; }

    /// <summary>The store's API.</summary>
    public required Patroni.StoreApi StoreApi { get; init; }

    /// <summary>The leader key, <c>/service/patroni/leader</c>.</summary>
    public required string LeaderKey { get; init; }

    /// <summary>How long Patroni may take to stop PostgreSQL in good order.</summary>
    public int StopSeconds { get; init; } = 25;

    /// <summary>How long the guard may have been frozen before its member counts as stalled: less than the lease.</summary>
    public int StallSeconds { get; init; } = 10;

    /// <summary>The CAs by which members are verified, beside Patroni's configuration; there only when they are.</summary>
    internal string TrustedFile => Path.Combine(Path.GetDirectoryName(Command[^1])!, "tls", "ca.pem");

    /// <summary>Another key of the same cluster.</summary>
    internal string KeyBeside(string name) => LeaderKey[..(LeaderKey.LastIndexOf('/') + 1)] + name;

    /// <summary>Reads the file.</summary>
    internal static GuardSettings Load(string path) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(path), GuardJson.Default.GuardSettings)
        ?? throw new InvalidDataException($"{path} holds no settings");

    /// <summary>The file's text.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, GuardJson.Default.GuardSettings);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(GuardSettings))]
internal sealed partial class GuardJson : JsonSerializerContext;
