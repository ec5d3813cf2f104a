using Howdah.Charms.GlauthK8s.Actions;
using Howdah.Charms.GlauthK8s.Directories;
using Howdah.Interfaces;
using Howdah.Ops;
using Howdah.Pebble.Client;

namespace Howdah.Charms.GlauthK8s;

/// <summary>People and groups come and go by actions.</summary>
public sealed partial class GlauthCharm
{
    private void ObserveActions()
    {
        Observe(On.Action("add-user"), (e, cancellation) => ActAsync(e, async (directory, tree) =>
        {
            var (username, groups, secret) = e.Load(ActionJson.Default.AddUser);
            IReadOnlyList<string> wanted =
            [
                .. (groups ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Distinct(StringComparer.OrdinalIgnoreCase),
            ];
            var refusal = NameRule.FindRefusal("user", username)
                ?? (tree.HasPerson(username) ? $"There is a user {username} already" : null)
                ?? wanted.Where(g => !tree.HasGroup(g)).Select(NoGroup).FirstOrDefault();
            if (refusal is null && FindPassword(secret, out refusal) is { } password)
            {
                await directory.AddPersonAsync(username, password, wanted, cancellation);
                Show(e, password, secret);
            }

            return refusal;
        }, cancellation), "add-user");
        Observe(On.Action("set-user-password"), (e, cancellation) => ActAsync(e, async (directory, tree) =>
        {
            var (username, secret) = e.Load(ActionJson.Default.SetUserPassword);
            var refusal = tree.HasPerson(username) ? null : NoUser(username);
            if (refusal is null && FindPassword(secret, out refusal) is { } password)
            {
                await directory.SetPasswordAsync(username, password, cancellation);
                Show(e, password, secret);
            }

            return refusal;
        }, cancellation), "set-user-password");
        Observe(On.Action("remove-user"), (e, cancellation) => ActAsync(e, async (directory, tree) =>
        {
            var username = e.Load(ActionJson.Default.UserName).Username;
            return tree.HasPerson(username) ? await DoneAsync(directory.RemovePersonAsync(username, cancellation)) : NoUser(username);
        }, cancellation), "remove-user");
        Observe(On.Action("add-group"), (e, cancellation) => ActAsync(e, async (directory, tree) =>
        {
            var group = e.Load(ActionJson.Default.GroupName).Group;
            return NameRule.FindRefusal("group", group)
                ?? (tree.HasGroup(group) ? $"There is a group {group} already" : await DoneAsync(directory.AddGroupAsync(group, cancellation)));
        }, cancellation), "add-group");
        Observe(On.Action("remove-group"), (e, cancellation) => ActAsync(e, async (directory, tree) =>
        {
            var group = e.Load(ActionJson.Default.GroupName).Group;
            return tree.HasGroup(group) ? await DoneAsync(directory.RemoveGroupAsync(group, cancellation)) : NoGroup(group);
        }, cancellation), "remove-group");
        Observe(On.Action("add-member"), (e, cancellation) => ActAsync(e, async (directory, tree) =>
        {
            var (group, username) = e.Load(ActionJson.Default.Membership);
            return FindMissing(tree, group, username)
                ?? (tree.IsMember(group, username) ? null : await DoneAsync(directory.AddMemberAsync(group, username, cancellation)));
        }, cancellation), "add-member");
        Observe(On.Action("remove-member"), (e, cancellation) => ActAsync(e, async (directory, tree) =>
        {
            var (group, username) = e.Load(ActionJson.Default.Membership);
            return FindMissing(tree, group, username)
                ?? (tree.IsMember(group, username) ? await DoneAsync(directory.RemoveMemberAsync(group, username, cancellation)) : null);
        }, cancellation), "remove-member");
        Observe(On.Action("list-users"), (e, cancellation) => ActAsync(e, (_, tree) =>
        {
            e.SetResult("users", tree.PeopleText);
            e.SetResult("groups", tree.GroupsText);
            return Task.FromResult<string?>(null);
        }, cancellation), "list-users");
    }

    private async Task ActAsync(ActionEvent e, Func<LdapDirectory, DirectoryTree, Task<string?>> act, CancellationToken cancellation)
    {
        if (!string.Equals(Server, Unit.Name, StringComparison.Ordinal) || Stored[BaseDn] is null)
        {
            e.Fail(Server is null || Server == Unit.Name
                ? "There is no directory yet: try again when the unit is active"
                : $"The directory is on {Server}: run it there");
            return;
        }

        try
        {
            if (await act(Directory, await Directory.ReadAsync(cancellation)) is { } refusal)
            {
                e.Fail(refusal);
            }
        }
        catch (PebbleException error)
        {
            e.Fail($"The directory was not changed: {error.Message}");
        }
    }

    private static async Task<string?> DoneAsync(Task change)
    {
        await change;
        return null;
    }

    private static string? FindMissing(DirectoryTree tree, string group, string username) =>
        !tree.HasGroup(group) ? NoGroup(group) : tree.HasPerson(username) ? null : NoUser(username);

    private static string NoUser(string name) => $"There is no user {name}";

    private static string NoGroup(string name) => $"There is no group {name}: add it first (add-group group=…)";

    /// <summary>The password that a secret holds, or else a new one; null when the secret has none that can be.</summary>
    private string? FindPassword(string? secret, out string? refusal)
    {
        refusal = null;
        if (secret is null)
        {
            return GeneratedPassword.Create();
        }

        try
        {
            var password = Model.GetSecret(secret, refresh: true).GetContent().GetValueOrDefault(PasswordKey);
            refusal = string.IsNullOrEmpty(password) ? $"{secret} has no key {PasswordKey}" : null;
            return refusal is null ? password : null;
        }
        catch (HookCommandException error)
        {
            refusal = $"{secret} cannot be read: {error.Message}; howdah grant-secret SECRET {App.Name}";
            return null;
        }
    }

    private static void Show(ActionEvent e, string password, string? secret)
    {
        if (secret is null)
        {
            e.SetResult(PasswordKey, password);
        }
    }
}
