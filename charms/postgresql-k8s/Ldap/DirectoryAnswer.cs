using Howdah.Interfaces;

namespace Howdah.Charms.PostgresqlK8s.Ldap;

/// <summary>Who is in the groups of a directory, as it answered.</summary>
/// <param name="Groups">The groups that it has, of those that were asked for, with how many members each names.</param>
/// <param name="Members">The names of those that are people, by group.</param>
/// <param name="Ambiguous">Names that more than one person has.</param>
internal sealed record DirectoryAnswer(
    IReadOnlyDictionary<string, int> Groups, ILookup<string, string> Members, IReadOnlyCollection<string> Ambiguous)
{
    private static readonly string[] GroupClasses = ["group", "groupOfMembers", "groupOfNames", "groupOfUniqueNames", "posixGroup"];
    private static readonly string[] MemberAttributes = ["member", "uniqueMember"];
    private const string MemberNames = "memberUid";

    /// <summary>What to ask a group for.</summary>
    internal static IReadOnlyList<string> GroupAttributes { get; } = ["objectClass", "cn", .. MemberAttributes, MemberNames];

    /// <summary>Nobody.</summary>
    internal static DirectoryAnswer Empty { get; } = Read([], [], "uid");

    /// <summary>Reads it from the entries that were found.</summary>
    /// <param name="groups">Those with the names of the groups.</param>
    /// <param name="people">All people.</param>
    /// <param name="nameAttribute">The attribute with the name to log in with.</param>
    internal static DirectoryAnswer Read(IReadOnlyList<LdapEntry> groups, IReadOnlyList<LdapEntry> people, string nameAttribute)
    {
        var named = people.Where(p => p[nameAttribute].Count > 0).Select(p => (Dn: Comparable(p.Dn), Name: p[nameAttribute][0])).ToList();
        var byDn = named.ToLookup(p => p.Dn, p => p.Name, StringComparer.OrdinalIgnoreCase);
        var byName = named.ToLookup(p => p.Name, StringComparer.OrdinalIgnoreCase);
        var found = groups.Where(g => g["objectClass"].Intersect(GroupClasses, StringComparer.OrdinalIgnoreCase).Any())
            .SelectMany(g => g["cn"].Select(name => (Name: name, Entry: g))).ToList();
        return new(
            found.GroupBy(g => g.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(
                g => g.Key, g => g.Sum(e => MemberAttributes.Append(MemberNames).Sum(a => e.Entry[a].Count)), StringComparer.OrdinalIgnoreCase),
            found.SelectMany(g => MemberAttributes.SelectMany(a => g.Entry[a]).SelectMany(dn => byDn[Comparable(dn)])
                    .Concat(g.Entry[MemberNames].Where(byName.Contains))
                    .Select(member => (g.Name, Member: member)))
                .Distinct().ToLookup(m => m.Name, m => m.Member, StringComparer.OrdinalIgnoreCase),
            [.. byName.Where(n => n.Count() > 1).Select(n => n.Key)]);
    }

    // Servers may write a space after a comma in one place and none in another.
    private static string Comparable(string dn) => dn.Replace(", ", ",", StringComparison.Ordinal);
}
