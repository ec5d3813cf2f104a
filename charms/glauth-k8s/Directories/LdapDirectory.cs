using System.Security.Cryptography;
using System.Text;
using Howdah.Interfaces;
using Howdah.Pebble.Client;

namespace Howdah.Charms.GlauthK8s.Directories;

/// <summary>Runs a program beside slapd to its end, as slapd's user.</summary>
/// <exception cref="PebbleExecException">It ended with another exit code than 0; a program of LDAP ends with that of the answer.</exception>
internal delegate Task<ExecOutput> RunProgram(IReadOnlyList<string> command, string input, CancellationToken cancellation);

/// <summary>The directory, over slapd's local socket. What is written goes through the input of a program, never an argument.</summary>
/// <param name="names">The names in it.</param>
/// <param name="url">The socket.</param>
/// <param name="run">Runs a program beside it.</param>
internal sealed class LdapDirectory(DirectoryNames names, string url, RunProgram run)
{
    private const int NoSuchObject = 32;
    private const int AlreadyExists = 68;
    private const int CannotConnect = 255;
    private const int SaltLength = 16;

    internal DirectoryNames Names => names;

    /// <summary>Whether the error is that slapd does not answer.</summary>
    internal static bool IsAway(PebbleExecException error) => error.ExitCode == CannotConnect;

    /// <summary>Whether slapd answers.</summary>
    internal async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            await run(["ldapwhoami", .. Access], "", cancellation);
            return true;
        }
        catch (PebbleExecException error) when (IsAway(error))
        {
            return false;
        }
    }

    /// <summary>Makes the top of a new directory.</summary>
    internal async Task EnsureTopAsync(CancellationToken cancellation)
    {
        try
        {
            await SearchAsync(names.Services, "base", "(objectClass=*)", [], cancellation);
        }
        catch (PebbleExecException error) when (error.ExitCode == NoSuchObject)
        {
            var top = names.Base.Split(',')[0].Split('=')[1];
            await EnsureAsync(Ldif.Add(names.Base, ("objectClass", "dcObject"), ("objectClass", "organization"), ("dc", top), ("o", top)), cancellation);
            foreach (var unit in (string[])[names.People, names.Groups, names.Services])
            {
                await EnsureAsync(Ldif.Add(unit, ("objectClass", "organizationalUnit"), ("ou", unit.Split(',')[0].Split('=')[1])), cancellation);
            }
        }
    }

    /// <summary>Who is in it.</summary>
    internal async Task<DirectoryTree> ReadAsync(CancellationToken cancellation)
    {
        var people = (await SearchAsync(names.People, "one", "(objectClass=inetOrgPerson)", ["uid"], cancellation))
            .ToDictionary(p => p.Dn, p => p["uid"][0], StringComparer.OrdinalIgnoreCase);
        var groups = await SearchAsync(names.Groups, "one", "(objectClass=groupOfMembers)", ["cn", "member"], cancellation);
        return new(
            [.. people.Values],
            groups.ToDictionary(
                g => g["cn"][0],
                g => (IReadOnlyList<string>)[.. g["member"].Select(m => people.GetValueOrDefault(m)).OfType<string>()],
                StringComparer.Ordinal));
    }

    internal Task AddPersonAsync(string name, string password, IEnumerable<string> groups, CancellationToken cancellation) => ChangeAsync(
        Ldif.Add(names.Person(name), ("objectClass", "inetOrgPerson"), ("uid", name), ("cn", name), ("sn", name), ("userPassword", password))
            + string.Concat(groups.Select(group => Member("add", group, name))),
        cancellation);

    internal Task RemovePersonAsync(string name, CancellationToken cancellation) => ChangeAsync(Ldif.Delete(names.Person(name)), cancellation);

    internal Task SetPasswordAsync(string name, string password, CancellationToken cancellation) =>
        ChangeAsync(Ldif.Modify(names.Person(name), "replace", "userPassword", password), cancellation);

    internal Task AddGroupAsync(string name, CancellationToken cancellation) =>
        ChangeAsync(Ldif.Add(names.Group(name), ("objectClass", "groupOfMembers"), ("cn", name)), cancellation);

    internal Task RemoveGroupAsync(string name, CancellationToken cancellation) => ChangeAsync(Ldif.Delete(names.Group(name)), cancellation);

    internal Task AddMemberAsync(string group, string person, CancellationToken cancellation) =>
        ChangeAsync(Member("add", group, person), cancellation);

    internal Task RemoveMemberAsync(string group, string person, CancellationToken cancellation) =>
        ChangeAsync(Member("delete", group, person), cancellation);

    /// <summary>The accounts of applications.</summary>
    internal async Task<IReadOnlyList<string>> GetServicesAsync(CancellationToken cancellation) =>
        [.. (await SearchAsync(names.Services, "one", "(objectClass=organizationalRole)", ["cn"], cancellation)).Select(s => s["cn"][0])];

    /// <summary>
    /// Adds the account of an application. Its password is long and random, so it needs no hash that is slow, which every login would wait for.
    /// </summary>
    internal Task AddServiceAsync(string name, string password, CancellationToken cancellation) => ChangeAsync(
        Ldif.Add(
            names.Service(name),
            ("objectClass", "organizationalRole"), ("objectClass", "simpleSecurityObject"), ("cn", name), ("userPassword", SaltedHash(password))),
        cancellation);

    internal Task RemoveServiceAsync(string name, CancellationToken cancellation) => ChangeAsync(Ldif.Delete(names.Service(name)), cancellation);

    private static string SaltedHash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return $"{{SSHA512}}{Convert.ToBase64String([.. SHA512.HashData([.. Encoding.UTF8.GetBytes(password), .. salt]), .. salt])}";
    }

    private IEnumerable<string> Access => ["-Q", "-Y", "EXTERNAL", "-H", url];

    private string Member(string how, string group, string person) => Ldif.Modify(names.Group(group), how, "member", names.Person(person));

    private async Task<IReadOnlyList<LdapEntry>> SearchAsync(
        string from, string scope, string filter, IReadOnlyList<string> attributes, CancellationToken cancellation) => Ldif.Parse((await run(
            ["ldapsearch", .. Access, "-LLL", "-o", "ldif-wrap=no", "-b", from, "-s", scope, filter, .. attributes], "", cancellation)).Stdout);

    private async Task EnsureAsync(string entry, CancellationToken cancellation)
    {
        try
        {
            await ChangeAsync(entry, cancellation);
        }
        catch (PebbleExecException error) when (error.ExitCode == AlreadyExists)
        {
            // A former attempt broke off after it.
        }
    }

    private Task<ExecOutput> ChangeAsync(string changes, CancellationToken cancellation) => run(["ldapmodify", .. Access], changes, cancellation);
}
