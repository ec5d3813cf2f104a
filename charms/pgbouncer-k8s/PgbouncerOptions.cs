using System.Text.Json.Serialization;

namespace Howdah.Charms.PgbouncerK8s;

/// <summary>The options of config.yaml.</summary>
/// <param name="PoolMode">When a connection goes back to its pool.</param>
/// <param name="MaxDbConnections">Of all units together, to one database for one user; 0 for no limit.</param>
/// <param name="MaxClientConnections">Clients of one unit.</param>
/// <param name="QueryWaitTimeout">Seconds that a query waits for a connection; 0 for ever.</param>
/// <param name="MaxPause">Seconds that pools may be held.</param>
internal sealed record PgbouncerOptions(
    string PoolMode, long MaxDbConnections, long MaxClientConnections, long QueryWaitTimeout, long MaxPause)
{
    /// <summary>The first option whose value cannot be, and why; null when all can.</summary>
    internal (string Option, string Reason)? FindRefusal() => this switch
    {
        { PoolMode: not ("transaction" or "statement" or "session") } => ("pool_mode", $"{PoolMode} is none of transaction, statement, session"),
        { MaxDbConnections: < 0 } => ("max_db_connections", $"{MaxDbConnections} is less than 0"),
        { MaxClientConnections: < 1 } => ("max_client_connections", $"{MaxClientConnections} is less than 1"),
        { QueryWaitTimeout: < 0 } => ("query_wait_timeout", $"{QueryWaitTimeout} is less than 0"),
        { MaxPause: < 0 } => ("max_pause", $"{MaxPause} is less than 0"),
        _ => null,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PgbouncerOptions))]
internal sealed partial class PgbouncerJson : JsonSerializerContext;
