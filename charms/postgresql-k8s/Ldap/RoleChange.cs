using Howdah.Charms.PostgresqlK8s.Sql;

namespace Howdah.Charms.PostgresqlK8s.Ldap;

/// <summary>What becomes of a role.</summary>
internal enum RoleFate
{
    /// <summary>It is made.</summary>
    Created,

    /// <summary>It stays, or comes back, with other groups perhaps.</summary>
    Kept,

    /// <summary>It can no longer log in, its sessions end, and it has no groups left. What it owns stays.</summary>
    Disabled,
}

/// <summary>A change to the role of a person.</summary>
/// <param name="Name">The role.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Grants">The roles that it becomes a member of.</param>
/// <param name="Revokes">The roles that it is no longer a member of.</param>
internal sealed record RoleChange(string Name, RoleFate Fate, IReadOnlyList<string> Grants, IReadOnlyList<string> Revokes)
{
    /// <summary>The statements, which come into effect together. The role never has a password: no other method lets it in.</summary>
    internal string ToSql()
    {
        var name = SqlText.Name(Name);
        return string.Concat(
            "begin;\n",
            Fate switch
            {
                RoleFate.Created => $"create role {name} login;\n",
                RoleFate.Kept => $"alter role {name} login;\n",
                _ => $"alter role {name} nologin;\n",
            },
            Revokes.Count == 0 ? "" : $"revoke {string.Join(", ", Revokes.Select(SqlText.Name))} from {name};\n",
            Grants.Count == 0 ? "" : $"grant {string.Join(", ", Grants.Select(SqlText.Name))} to {name};\n",
            "commit;\n",
            Fate is RoleFate.Disabled ? $"select pg_terminate_backend(pid) from pg_stat_activity where usename = {SqlText.Literal(Name)};\n" : "");
    }
}
