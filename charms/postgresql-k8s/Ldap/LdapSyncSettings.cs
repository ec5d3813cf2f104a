using System.Text.Json;
using System.Text.Json.Serialization;

namespace Howdah.Charms.PostgresqlK8s.Ldap;

/// <summary>What the synchroniser is told in its configuration file (JSON), which nobody else can read. It is read anew for each look.</summary>
internal sealed record LdapSyncSettings
{
    /// <summary>The directory's servers, separated by spaces.</summary>
    public required string Urls { get; init; }

    /// <summary>Whether TLS is begun on connections to them.</summary>
    public required bool StartTls { get; init; }

    /// <summary>Where the directory begins.</summary>
    public required string BaseDn { get; init; }

    /// <summary>The account that reads it.</summary>
    public required string BindDn { get; init; }

    /// <summary>The file with that account's password, and nothing else.</summary>
    public required string PasswordFile { get; init; }

    /// <summary>What the library of LDAP reads, <see cref="LdapConf"/>.</summary>
    public required string LibraryFile { get; init; }

    /// <summary>How a person is found, <see cref="LdapFilter"/>.</summary>
    public required string Filter { get; init; }

    /// <summary>Which roles the members of groups get, <see cref="LdapMap"/>; null for nobody.</summary>
    public required string? Map { get; init; }

    /// <summary>Patroni's configuration, by which the member's own superuser gets in.</summary>
    public required string Patroni { get; init; }

    /// <summary>Where the synchroniser says how it went, <see cref="LdapSyncState"/>.</summary>
    public required string StateFile { get; init; }

    /// <summary>The time between two looks.</summary>
    public double IntervalSeconds { get; init; } = 10;

    internal static LdapSyncSettings Load(string path) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(path), LdapSyncJson.Default.LdapSyncSettings)
        ?? throw new InvalidDataException($"{path} holds no settings");

    internal string ToJson() => JsonSerializer.Serialize(this, LdapSyncJson.Default.LdapSyncSettings);
}

/// <summary>How the last look at the directory went.</summary>
/// <param name="Users">How many people it lets log in; null on a member that is not the primary, which does not look.</param>
/// <param name="Skipped">Whom the database cannot have, and why.</param>
/// <param name="Error">Why nothing was changed; null when all is as the directory says.</param>
/// <param name="SyncedAt">When all last was; null for never.</param>
internal sealed record LdapSyncState(int? Users, IReadOnlyList<string> Skipped, string? Error, DateTimeOffset? SyncedAt)
{
    internal static LdapSyncState Idle { get; } = new(null, [], null, null);

    /// <summary>What a status says; null when there is nothing to say.</summary>
    internal string? Text => Users switch
    {
        null => null,
        1 => $"1 user of LDAP{SkippedText}",
        _ => $"{Users} users of LDAP{SkippedText}",
    };

    /// <summary>Whether another is the same but for its time.</summary>
    internal bool SaysSameAs(LdapSyncState other) =>
        Users == other.Users && string.Equals(Error, other.Error, StringComparison.Ordinal) && Skipped.SequenceEqual(other.Skipped, StringComparer.Ordinal);

    internal static LdapSyncState? Parse(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, LdapSyncJson.Default.LdapSyncState);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal string ToJson() => JsonSerializer.Serialize(this, LdapSyncJson.Default.LdapSyncState);

    private string SkippedText => Skipped.Count switch
    {
        0 => "",
        1 => $", without {Skipped[0]}",
        _ => $", without {Skipped[0]} and {Skipped.Count - 1} more",
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(LdapSyncSettings))]
[JsonSerializable(typeof(LdapSyncState))]
internal sealed partial class LdapSyncJson : JsonSerializerContext;
