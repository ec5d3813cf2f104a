using System.Text.Json;
using System.Text.Json.Serialization;
using Howdah.Interfaces;
using Npgsql;

namespace Howdah.Charms.PostgresqlTestApp.Writes;

/// <summary>Where to write, as the charm tells the writer in a file that nobody else can read.</summary>
/// <param name="Endpoints"><c>host:port</c>, separated by commas.</param>
/// <param name="Database">Name of the database.</param>
/// <param name="Username">Name of the user.</param>
/// <param name="Password">Its password.</param>
internal sealed record WriterSettings(string Endpoints, string Database, string Username, string Password)
{
    private const int ConnectSeconds = 2;
    private const int AnswerSeconds = 10;

    /// <summary>For Npgsql.</summary>
    internal string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = Endpoints,
        Database = Database,
        Username = Username,
        Password = Password,
        ApplicationName = "postgresql-test-app",
        Pooling = false,
        Timeout = ConnectSeconds,
        CommandTimeout = AnswerSeconds,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>A line of a password file of libpq.</summary>
    internal string PasswordLine => string.Join(':', ((string[])["*", "*", Database, Username, Password])
        .Select(part => part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal)));

    internal static WriterSettings Of(DatabaseGrant grant) => new(grant.Endpoints, grant.Database, grant.Username, grant.Password);

    internal static WriterSettings Load(string path) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(path), WriterJson.Default.WriterSettings)
        ?? throw new InvalidDataException($"{path} holds no settings");

    internal string ToJson() => JsonSerializer.Serialize(this, WriterJson.Default.WriterSettings);

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Username} of {Database} at {Endpoints}";

    internal async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower)]
[JsonSerializable(typeof(WriterSettings))]
internal sealed partial class WriterJson : JsonSerializerContext;
