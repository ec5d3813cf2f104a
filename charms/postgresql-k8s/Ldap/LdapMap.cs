using Howdah.Charms.PostgresqlK8s.Databases;

namespace Howdah.Charms.PostgresqlK8s.Ldap;

/// <summary>Which roles the members of the directory's groups get.</summary>
/// <param name="Roles">The roles, by group.</param>
/// <param name="Refused">Roles that nobody gets this way, and why.</param>
internal sealed record LdapMap(ILookup<string, string> Roles, IReadOnlyList<string> Refused)
{
    /// <summary>Reads the option <c>ldap_map</c>, which has the shape <c>GROUP=ROLE,…</c>, or null for nobody.</summary>
    internal static LdapMap Parse(string? option)
    {
        var pairs = (option ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries)).Where(pair => pair.Length == 2)
            .Select(pair => (Group: pair[0], Role: pair[1])).Distinct().ToList();
        return new(
            pairs.Where(p => !IsOurs(p.Role)).ToLookup(p => p.Group, p => p.Role, StringComparer.OrdinalIgnoreCase),
            [.. pairs.Where(p => IsOurs(p.Role)).Select(p => $"{p.Group}={p.Role}: {p.Role} is not given to people of the directory")]);
    }

    /// <summary>Whether a role belongs to the charm, by its name: to the system, to a relation, or as a group that opens doors.</summary>
    internal static bool IsOurs(string role) =>
        SystemUsers.All.Contains(role, StringComparer.Ordinal) || AccessGroups.All.Contains(role, StringComparer.Ordinal)
        || role.StartsWith(RelationDatabases.UserPrefix, StringComparison.Ordinal);
}
