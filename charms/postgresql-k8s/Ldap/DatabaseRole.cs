using Howdah.Charms.PostgresqlK8s.Sql;

namespace Howdah.Charms.PostgresqlK8s.Ldap;

/// <summary>A role of the database.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CanLogin">Whether it can log in.</param>
/// <param name="IsPrivileged">Whether it is a superuser, replicates, or makes roles.</param>
/// <param name="Groups">The roles that it is a member of.</param>
internal sealed record DatabaseRole(string Name, bool CanLogin, bool IsPrivileged, IReadOnlyList<string> Groups)
{
    /// <summary>Whether it was made for a person of the directory: it is in the group that only those are in.</summary>
    internal bool IsOfDirectory => Groups.Contains(AccessGroups.Identity, StringComparer.Ordinal) && !IsPrivileged && !LdapMap.IsOurs(Name);

    /// <summary>All roles.</summary>
    internal static async Task<IReadOnlyList<DatabaseRole>> ReadAllAsync(PostgresSession session, CancellationToken cancellation) =>
    [
        .. (await session.QueryAsync(
            """
            select r.rolname::text, r.rolcanlogin, r.rolsuper or r.rolreplication or r.rolcreaterole, coalesce(g.rolname::text, '')
              from pg_roles r left join pg_auth_members m on m.member = r.oid left join pg_roles g on g.oid = m.roleid
            """,
            r => (Name: r.GetString(0), CanLogin: r.GetBoolean(1), IsPrivileged: r.GetBoolean(2), Group: r.GetString(3)),
            cancellation))
        .GroupBy(r => (r.Name, r.CanLogin, r.IsPrivileged))
        .Select(r => new DatabaseRole(
            r.Key.Name, r.Key.CanLogin, r.Key.IsPrivileged, [.. r.Select(m => m.Group).Where(g => g.Length > 0).Distinct(StringComparer.Ordinal)])),
    ];
}
