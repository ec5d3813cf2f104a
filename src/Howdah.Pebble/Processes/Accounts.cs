using System.Globalization;

namespace Howdah.Pebble.Processes;

/// <summary>A line of the password file.</summary>
internal sealed record User(string Name, uint Uid, uint Gid, string Home);

/// <summary>
/// Users and groups by /etc/passwd and /etc/group, read at each look-up: in a container they change, and the name service
/// library would cost more memory than the rest of the daemon.
/// </summary>
internal static class Accounts
{
    public static User? FindUser(string name) => Users().FirstOrDefault(u => string.Equals(u.Name, name, StringComparison.Ordinal));

    public static User? FindUser(uint uid) => Users().FirstOrDefault(u => u.Uid == uid);

    public static uint? FindGroup(string name)
    {
        foreach (var (group, gid) in Groups())
        {
            if (string.Equals(group, name, StringComparison.Ordinal)) return gid;
        }
        return null;
    }

    public static string? FindGroupName(uint gid)
    {
        foreach (var (group, id) in Groups())
        {
            if (id == gid) return group;
        }
        return null;
    }

    /// <summary>Resolves the four ways to name a user and a group; both ids are null when nothing is given.</summary>
    /// <exception cref="AccountException">A name is unknown, or a name and an id disagree.</exception>
    public static (uint? Uid, uint? Gid) Resolve(int? userId, string? user, int? groupId, string? group)
    {
        uint? uid = (uint?)userId, gid = (uint?)groupId;
        if (!string.IsNullOrEmpty(user))
        {
            var found = FindUser(user) ?? throw new AccountException($"user: unknown user {user}");
            if (userId is not null && found.Uid != uid) throw new AccountException($"user {Text.GoQuote.Quote(user)} UID ({found.Uid}) does not match user-id ({userId})");
            uid = found.Uid;
            if (groupId is null && string.IsNullOrEmpty(group)) gid = found.Gid;
        }
        if (!string.IsNullOrEmpty(group))
        {
            var found = FindGroup(group) ?? throw new AccountException($"group: unknown group {group}");
            if (groupId is not null && found != gid) throw new AccountException($"group {Text.GoQuote.Quote(group)} GID ({found}) does not match group-id ({groupId})");
            gid = found;
        }
        if (uid is null && gid is not null) throw new AccountException("must specify user, not just group");
        if (uid is not null && gid is null)
        {
            gid = (FindUser(uid.Value) ?? throw new AccountException($"user: unknown userid {uid}")).Gid;
        }
        return (uid, gid);
    }

    private static IEnumerable<User> Users()
    {
        foreach (var fields in Lines("/etc/passwd"))
        {
            if (fields.Length >= 7 && uint.TryParse(fields[2], CultureInfo.InvariantCulture, out var uid)
                && uint.TryParse(fields[3], CultureInfo.InvariantCulture, out var gid))
            {
                yield return new User(fields[0], uid, gid, fields[5]);
            }
        }
    }

    private static IEnumerable<(string Name, uint Gid)> Groups()
    {
        foreach (var fields in Lines("/etc/group"))
        {
            if (fields.Length >= 3 && uint.TryParse(fields[2], CultureInfo.InvariantCulture, out var gid)) yield return (fields[0], gid);
        }
    }

    private static IEnumerable<string[]> Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(':'));
        }
        catch (IOException)
        {
            return [];
        }
    }
}

/// <summary>A user or group that cannot be resolved.</summary>
internal sealed class AccountException(string message) : Exception(message);
