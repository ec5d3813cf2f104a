using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Interfaces;

namespace Howdah.Charms.PostgresqlK8s.Databases;

/// <summary>What a request comes to: the rights of its user, or why it is refused.</summary>
/// <param name="Refusal">A status text; null when the request is granted.</param>
/// <param name="Groups">Roles that the user is put into beside the database's own.</param>
/// <param name="CanCreateDatabases">Whether the user may create databases.</param>
internal sealed record RequestVerdict(string? Refusal, IReadOnlyList<string> Groups, bool CanCreateDatabases)
{
    private static readonly string[] SystemDatabases = ["postgres", "template0", "template1"];

    // Names that mean something in pg_hba.conf: a role of such a name would open more than its database.
    private static readonly string[] ReservedNames = ["all", "sameuser", "samerole", "samegroup", "replication", "public", "none"];

    // Reading statistics harms nobody. Everything that reaches files, programs, other roles or other databases' rows is not here.
    private static readonly string[] HarmlessRoles =
        ["pg_monitor", "pg_read_all_settings", "pg_read_all_stats", "pg_stat_scan_tables"];

    /// <summary>Judges a request.</summary>
    internal static RequestVerdict Of(DatabaseRequest request, Settings settings)
    {
        if (request.AsksForRoles)
        {
            return Refuse("roles requested through relation, use postgresql_client interface instead");
        }

        if (request.EntityType is { } entity)
        {
            return Refuse($"a request for an entity of type {Shown(entity)} is not served; a relation gets a user of its own with its database");
        }

        var off = request.Extensions.Where(e => !Plugin.All.Any(p => settings.Has(p) && p.Extensions.Contains(e, StringComparer.Ordinal))).ToList();
        return off.Count > 0
            ? Refuse($"extensions requested through relation: {string.Join(", ", off.Select(Shown))}; enable their plugins first")
            : request.ExtraUserRoles is [AccessGroups.Pooler]
                // It reaches the databases of its clients to find their verifiers, and nothing in them.
                ? Of(request.Database, []).With(AccessGroups.RelationAnyDatabase, AccessGroups.Pooler)
                : Of(request.Database, request.ExtraUserRoles);
    }

    /// <summary>Judges a database's name and roles.</summary>
    /// <param name="database">The database's name.</param>
    /// <param name="extraRoles">The roles that it asks for, in lower case.</param>
    internal static RequestVerdict Of(string database, IReadOnlyList<string> extraRoles)
    {
        if (!SqlText.IsName(database) || SystemDatabases.Contains(database, StringComparer.Ordinal)
            || ReservedNames.Contains(database, StringComparer.OrdinalIgnoreCase) || IsOurs(database))
        {
            return Refuse($"invalid database name: {Shown(database)}");
        }

        // Clients of the original charm name the access group themselves; every user is in it anyway.
        var wanted = extraRoles.Where(r => r is not AccessGroups.Relation).ToList();
        var refused = wanted.Where(r => r is not (AccessGroups.Admin or "createdb") && !HarmlessRoles.Contains(r, StringComparer.Ordinal))
            .ToList();
        if (refused.Count > 0)
        {
            return Refuse($"invalid role(s) for extra user roles: {string.Join(", ", refused.Select(Shown))}");
        }

        var createsDatabases = wanted.Exists(r => r is AccessGroups.Admin or "createdb");
        return new(
            null,
            [
                AccessGroups.Relation,
                .. createsDatabases ? [AccessGroups.RelationAnyDatabase] : Array.Empty<string>(),
                .. wanted.Where(r => r is not "createdb").Distinct(StringComparer.Ordinal),
            ],
            createsDatabases);
    }

    private RequestVerdict With(params string[] groups) => this with { Groups = [.. Groups, .. groups] };

    private static RequestVerdict Refuse(string why) => new(why, [], CanCreateDatabases: false);

    private static bool IsOurs(string name) =>
        SystemUsers.All.Contains(name, StringComparer.Ordinal) || AccessGroups.All.Contains(name, StringComparer.Ordinal)
        || name.StartsWith("pg_", StringComparison.Ordinal) || name.StartsWith(RelationDatabases.UserPrefix, StringComparison.Ordinal);

    private static string Shown(string name) => name.Length > 80 ? name[..80] + "…" : name;
}
