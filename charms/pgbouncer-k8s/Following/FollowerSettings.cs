using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Howdah.Interfaces;
using Npgsql;

namespace Howdah.Charms.PgbouncerK8s.Following;

/// <summary>What a follower is told in its configuration file (JSON), which nobody else can read.</summary>
internal sealed record FollowerSettings
{
    private const int ConnectSeconds = 2;
    private const int AnswerSeconds = 2;

    /// <summary>The pooler's unit, <c>pgbouncer-k8s/0</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>All members of the cluster, <c>address:port</c>, whatever they are now.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    /// <summary>The database that the pooler has to itself.</summary>
    public required string Database { get; init; }

    /// <summary>The pooler's user.</summary>
    public required string Username { get; init; }

    /// <summary>That user's password.</summary>
    public required string Password { get; init; }

    /// <summary>The authorities (PEM) that the members' certificates must be of; null while they have none.</summary>
    public string? Trusted { get; init; }

    /// <summary>The databases of the clients.</summary>
    public required IReadOnlyList<string> Pooled { get; init; }

    /// <summary>PgBouncer's admin console.</summary>
    public required string Console { get; init; }

    /// <summary>The file of PgBouncer that says where its databases are.</summary>
    public required string DatabasesFile { get; init; }

    /// <summary>How long the pools may stand still, whatever was ordered.</summary>
    public required double LongestPauseSeconds { get; init; }

    /// <summary>The file that it touches as long as it lives.</summary>
    public required string Heartbeat { get; init; }

    /// <summary>Which of the replicas to read from, counted around: another for each pooler.</summary>
    [JsonIgnore]
    internal int Reader => int.Parse(Unit.AsSpan(Unit.LastIndexOf('/') + 1), CultureInfo.InvariantCulture);

    internal static FollowerSettings Load(string path) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(path), FollowerJson.Default.FollowerSettings)
        ?? throw new InvalidDataException($"{path} holds no settings");

    internal string ToJson() => JsonSerializer.Serialize(this, FollowerJson.Default.FollowerSettings);

    /// <summary>For sessions with one member.</summary>
    internal NpgsqlDataSource SourceFor(string member)
    {
        var (host, port) = HostAndPort.Of(member);
        var options = new NpgsqlConnectionStringBuilder
        {
            Host = host,
            Port = port,
            Username = Username,
            Password = Password,
            Database = Database,
            ApplicationName = PoolerPause.ApplicationNameOf(Unit),
            Pooling = false,
            Timeout = ConnectSeconds,
            CommandTimeout = AnswerSeconds,

            // It would cost each session another connection to find that it cannot be.
            GssEncryptionMode = GssEncryptionMode.Disable,
            SslMode = Trusted is null ? SslMode.Prefer : SslMode.VerifyFull,
        };
        var builder = new NpgsqlSlimDataSourceBuilder(options.ConnectionString);
        builder.EnableTransportSecurity();

        // A long query for types that are not used here.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        if (Trusted is not null)
        {
            builder.UseRootCertificates(CertificateChain.Parse(Trusted));
        }

        return builder.Build();
    }

    /// <summary>What a session with a member depends on: with any other of it a session is another.</summary>
    internal string KeyOf(string member) => string.Join('\n', member, Database, Username, Password, Trusted);

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Username} of {Database} on {string.Join(", ", Members)}";
}

/// <summary>The parts of <c>host:port</c>.</summary>
internal static class HostAndPort
{
    internal static (string Host, int Port) Of(string endpoint)
    {
        var colon = endpoint.LastIndexOf(':');
        return (endpoint[..colon].Trim('[', ']'), int.Parse(endpoint.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(FollowerSettings))]
internal sealed partial class FollowerJson : JsonSerializerContext;
