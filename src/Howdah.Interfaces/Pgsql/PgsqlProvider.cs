using System.Globalization;
using Howdah.Ops;

namespace Howdah.Interfaces;

/// <summary>
/// The database's side of <c>pgsql</c>, the interface from before <c>postgresql_client</c>. It knows no secrets: what it gives, the password
/// too, stands in the databags of the relation.
/// </summary>
/// <param name="context">What the charm was made with.</param>
/// <param name="endpoint">Name of the endpoint in metadata.yaml.</param>
/// <param name="roles">Roles that every user of this endpoint has.</param>
public sealed class PgsqlProvider(CharmContext context, string endpoint, params IReadOnlyList<string> roles)
    : CharmObject(context, $"pgsql-provider.{endpoint}"), IDatabaseProvider
{
    private const string User = "user";
    private const string Password = "password";

    /// <inheritdoc/>
    public IReadOnlyList<Relation> Relations => Model.GetRelations(endpoint);

    /// <inheritdoc/>
    public DatabaseRequest? FindRequest(Relation relation)
    {
        ArgumentNullException.ThrowIfNull(relation);
        return Asked(relation, DataField.Database) is not { } database
            ? null
            : new DatabaseRequest(relation, database, roles, [])
            {
                // "name:schema"; the schema is where a client finds it, which the search path of ours does for it.
                Extensions = [.. Split(Asked(relation, "extensions")).Select(e => e.Split(':')[0])],
                AsksForRoles = Asked(relation, "roles") is not null,
            };
    }

    /// <inheritdoc/>
    public string? FindPassword(DatabaseRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Relation.AppData.Find(Password);
    }

    /// <inheritdoc/>
    public void Publish(DatabaseRequest request, DatabaseGrant grant)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(grant);
        var relation = request.Relation;
        var standbys = string.Equals(grant.ReadOnlyEndpoints, grant.Endpoints, StringComparison.Ordinal) ? [] : Split(grant.ReadOnlyEndpoints);
        var (host, port) = Address(grant.Endpoints);
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["allowed-units"] = string.Join(',', relation.Units.Order(StringComparer.Ordinal)),
            ["allowed-subnets"] = string.Join(',', relation.Units
                .SelectMany(u => Split(relation.DataOf(u).Find("egress-subnets"))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
            ["host"] = host,
            ["port"] = port,
            ["master"] = Conninfo(grant.Endpoints),
            ["standbys"] = standbys.Length == 0 ? null : string.Join(',', standbys.Select(Conninfo)),
            [User] = grant.Username,
            [Password] = grant.Password,
            ["database"] = grant.Database,
            ["extensions"] = request.Extensions.Count == 0 ? null : string.Join(',', request.Extensions),
            ["version"] = grant.Version,
        };
        relation.AppData.Update(fields);
        relation.UnitData.Update(fields);

        string Conninfo(string at)
        {
            var (on, number) = Address(at);
            IEnumerable<(string Key, string Value)> pairs =
            [
                ("dbname", grant.Database), ("fallback_application_name", relation.RemoteApp), ("host", on), ("password", grant.Password),
                ("port", number), ("user", grant.Username),
            ];
            return string.Join(' ', pairs.Select(p => $"{p.Key}={Quote(p.Value)}"));
        }
    }

    /// <inheritdoc/>
    public void PublishEndpoints(Relation relation, string endpoints, string readOnlyEndpoints)
    {
        // Connection strings are all that this interface has, so they come with everything else.
    }

    /// <inheritdoc/>
    public void Withdraw(Relation relation)
    {
        // The databags go with the relation.
    }

    // Charms of that time ask in the databag of their application or of a unit.
    private static string? Asked(Relation relation, string field) =>
        relation.RemoteAppData.Find(field) ?? relation.Units.Order(StringComparer.Ordinal).Select(u => relation.DataOf(u).Find(field)).FirstOrDefault(v => v is not null);

    // As libpq reads it: https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING
    private static string Quote(string value) => value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '-' or '_')
        ? value
        : $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    private static (string Host, string Port) Address(string endpoint)
    {
        var colon = endpoint.LastIndexOf(':');
        return (endpoint[..colon].Trim('[', ']'), endpoint[(colon + 1)..]);
    }

    private static string[] Split(string? list) => (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
