using Howdah.Charms.PostgresqlK8s.Sql;

namespace Howdah.Charms.PostgresqlK8s.Ldap;

/// <summary>What is to be done for the roles to be as the directory says.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="Users">How many people can log in then.</param>
/// <param name="Skipped">Whom the database cannot have, and why.</param>
/// <param name="Doubt">Why the answer is not believed, so that nothing is changed; null when it is.</param>
internal sealed record SyncPlan(IReadOnlyList<RoleChange> Changes, int Users, IReadOnlyList<string> Skipped, string? Doubt = null);

/// <summary>
/// Decides which roles the people of a directory have.
/// <para>
/// Invariant: a role that was not made for a person of the directory is never touched, whatever names people have. A role that was has exactly
/// the groups that the directory's groups are mapped to. Nobody is disabled for an answer in which nothing of what was asked for is
/// found: a directory that moved or hides its entries answers like that too.
/// </para>
/// </summary>
internal static class SyncDecision
{
    // PostgreSQL lets nobody in by LDAP whose name has one of these: it would be part of a filter.
    private const string Refused = "*()\\/";

    /// <summary>Decides.</summary>
    /// <param name="answer">What the directory answered.</param>
    /// <param name="map">Which roles the members of its groups get.</param>
    /// <param name="roles">The roles of the database.</param>
    internal static SyncPlan Of(DirectoryAnswer answer, LdapMap map, IReadOnlyList<DatabaseRole> roles)
    {
        var known = roles.ToDictionary(r => r.Name, StringComparer.Ordinal);
        var people = map.Roles.SelectMany(group => answer.Members[group.Key].SelectMany(person => group.Select(role => (Person: person, Role: role))))
            .ToLookup(p => p.Person, p => p.Role, StringComparer.Ordinal);
        if (roles.Any(r => r.IsOfDirectory && r.CanLogin) && FindDoubt(answer, map, people.Count) is { } doubt)
        {
            return new([], roles.Count(r => r.IsOfDirectory && r.CanLogin), [], doubt);
        }

        var skipped = map.Refused.Concat(map.Roles.SelectMany(g => g).Distinct(StringComparer.Ordinal).Where(r => !known.ContainsKey(r))
            .Select(r => $"{r}: there is no such role")).ToList();
        var changes = new List<RoleChange>();
        var welcome = new HashSet<string>(StringComparer.Ordinal);
        foreach (var person in people.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (FindRefusal(person.Key, answer, known) is { } refusal)
            {
                skipped.Add($"{Shown(person.Key)}: {refusal}");
                continue;
            }

            welcome.Add(person.Key);
            IReadOnlyList<string> wanted =
                [AccessGroups.Identity, .. person.Where(known.ContainsKey).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            if (!known.TryGetValue(person.Key, out var role))
            {
                changes.Add(new(person.Key, RoleFate.Created, wanted, []));
            }
            else if (!role.CanLogin || !role.Groups.ToHashSet(StringComparer.Ordinal).SetEquals(wanted))
            {
                changes.Add(new(person.Key, RoleFate.Kept, [.. wanted.Except(role.Groups, StringComparer.Ordinal)], Others(role, wanted)));
            }
        }

        changes.AddRange(roles.Where(r => r.IsOfDirectory && !welcome.Contains(r.Name) && (r.CanLogin || r.Groups.Count > 1))
            .OrderBy(r => r.Name, StringComparer.Ordinal)
            .Select(r => new RoleChange(r.Name, RoleFate.Disabled, [], Others(r, [AccessGroups.Identity]))));
        return new(changes, welcome.Count, skipped);
    }

    private static string? FindDoubt(DirectoryAnswer answer, LdapMap map, int people)
    {
        var groups = map.Roles.Select(g => g.Key).ToList();
        var members = groups.Sum(g => answer.Groups.GetValueOrDefault(g));
        return groups.Count > 0 && !groups.Exists(answer.Groups.ContainsKey) ? $"the directory has none of the groups {string.Join(", ", groups)}"
            : members > 0 && people == 0 ? $"none of the {members} members of {string.Join(", ", groups)} is found with the filter"
            : null;
    }

    private static string? FindRefusal(string name, DirectoryAnswer answer, Dictionary<string, DatabaseRole> known) => name switch
    {
        _ when !SqlText.IsName(name) => "the name is too long, or has a zero byte",
        _ when name.Any(char.IsControl) || name.Any(Refused.Contains) => "PostgreSQL lets nobody with such a name in by LDAP",
        _ when name.StartsWith("pg_", StringComparison.Ordinal) || name is "public" or "none" => "the name is PostgreSQL's own",
        _ when LdapMap.IsOurs(name) => "the name is that of a user of the system or of a relation",
        _ when answer.Ambiguous.Contains(name, StringComparer.OrdinalIgnoreCase) => "more than one person has the name",
        _ when known.TryGetValue(name, out var role) && !role.IsOfDirectory => "there is another role of the name",
        _ => null,
    };

    private static IReadOnlyList<string> Others(DatabaseRole role, IReadOnlyList<string> wanted) =>
        [.. role.Groups.Except(wanted, StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string Shown(string name)
    {
        var text = string.Concat(name.Select(c => char.IsControl(c) ? '?' : c));
        return text.Length > 40 ? text[..40] + "…" : text;
    }
}
