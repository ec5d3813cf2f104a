namespace Howdah.Substrate.Machine.Units;

/// <summary>
/// The accounts that a sandbox knows: those of the host's system, not those of its people. In a rootless sandbox all have the one
/// user and group that there are, so that what a charm asks to run as <c>postgres</c> runs as that user.
/// </summary>
internal sealed record SandboxAccounts(IReadOnlyList<Account> Users, IReadOnlyList<AccountGroup> Groups)
{
    private const uint FirstPerson = 1000;
    private const uint Nobody = 65534;
    private const string StateHomes = "/var/lib/";

    /// <summary>Text of <c>/etc/passwd</c>.</summary>
    public string Passwd => string.Concat(Users.Select(user => user.Line + "\n"));

    /// <summary>Text of <c>/etc/group</c>.</summary>
    public string Group => string.Concat(Groups.Select(group => group.Line + "\n"));

    /// <summary>The accounts with a home in <c>/var/lib</c>, which is empty at first: packages expect it to be there.</summary>
    public IEnumerable<Account> WithState => Users.Where(user => user.Home.StartsWith(StateHomes, StringComparison.Ordinal));

    /// <summary>The accounts of a sandbox.</summary>
    /// <param name="passwd">The host's file.</param>
    /// <param name="group">The host's file.</param>
    /// <param name="alias">User and group behind all of them; null for root, who has all of the machine's.</param>
    public static SandboxAccounts From(string passwd, string group, (uint User, uint Group)? alias)
    {
        var users = Account.Parse(passwd).Where(user => IsSystem(user.User)).ToList();
        var names = users.Select(user => user.Name).ToHashSet(StringComparer.Ordinal);
        var groups = AccountGroup.Parse(group).Where(entry => IsSystem(entry.Id))
            .Select(entry => entry with { Members = [.. entry.Members.Where(names.Contains)] });
        if (alias is not { } only)
        {
            return new SandboxAccounts(users, [.. groups]);
        }

        // The number of the one user is shown by the first name that has it: a service's rather than root's, since programs
        // like initdb and psql look at it.
        var ordered = users.OrderByDescending(user => user.Home.StartsWith(StateHomes, StringComparison.Ordinal))
            .ThenByDescending(user => string.Equals(user.Name, "postgres", StringComparison.Ordinal));
        return new SandboxAccounts(
            [.. ordered.Select(user => user with { User = only.User, Group = only.Group })],
            [.. groups.Select(entry => entry with { Id = only.Group })]);
    }

    private static bool IsSystem(uint id) => id is < FirstPerson or Nobody;
}
