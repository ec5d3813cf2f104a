namespace Howdah.Charms.GlauthK8s.Directories;

/// <summary>Who is in the directory.</summary>
/// <param name="People">The people.</param>
/// <param name="Groups">The groups, with the people in each.</param>
internal sealed record DirectoryTree(IReadOnlyList<string> People, IReadOnlyDictionary<string, IReadOnlyList<string>> Groups)
{
    internal bool HasPerson(string name) => People.Contains(name, StringComparer.OrdinalIgnoreCase);

    internal bool HasGroup(string name) => Groups.Keys.Contains(name, StringComparer.OrdinalIgnoreCase);

    internal bool IsMember(string group, string person) => Groups
        .Where(g => string.Equals(g.Key, group, StringComparison.OrdinalIgnoreCase))
        .SelectMany(g => g.Value)
        .Contains(person, StringComparer.OrdinalIgnoreCase);

    /// <summary>A line for each person, with the groups.</summary>
    internal string PeopleText => string.Join('\n', People.Order(StringComparer.Ordinal).Select(person =>
        $"{person}: {string.Join(", ", Groups.Where(g => g.Value.Contains(person, StringComparer.Ordinal)).Select(g => g.Key).Order(StringComparer.Ordinal))}".TrimEnd(' ', ':')));

    /// <summary>A line for each group.</summary>
    internal string GroupsText => string.Join('\n', Groups.Keys.Order(StringComparer.Ordinal));
}
