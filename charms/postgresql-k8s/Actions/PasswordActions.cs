using Howdah.Charms.PostgresqlK8s.Cluster;
using Howdah.Charms.PostgresqlK8s.Databases;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Interfaces;
using Howdah.Ops;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s.Actions;

/// <summary>The actions <c>get-password</c> and <c>set-password</c>.</summary>
internal static class PasswordActions
{
    private static readonly string Known = string.Join(", ", SystemUsers.All);

    internal static void Get(ActionEvent e, Passwords? passwords, bool hasDirectory)
    {
        if (UserOf(e, hasDirectory) is not { } user)
        {
            return;
        }

        if (passwords is null)
        {
            e.Fail("The passwords have not been made yet: try again when the unit is active");
            return;
        }

        e.SetResult("password", passwords[user]);
    }

    /// <summary>
    /// Changes the role first and the secret after it: should the hook fail in between, the role is set back to what the secret says
    /// when the leader looks next; the operator's by what was noted before.
    /// </summary>
    /// <returns>Whether anything changed.</returns>
    internal static async Task<bool> SetAsync(
        ActionEvent e, bool isLeader, bool hasDirectory, Passwords? passwords, MemberState? primary, PendingPassword pending, CancellationToken cancellation)
    {
        if (!isLeader)
        {
            e.Fail("The action can be run only on leader unit");
            return false;
        }

        if (UserOf(e, hasDirectory) is not { } user)
        {
            return false;
        }

        var password = e.Params.GetString("password") ?? GeneratedPassword.Create();
        if (Passwords.Refusal(password) is { } refusal)
        {
            e.Fail(refusal);
            return false;
        }

        if (passwords is null || primary is null)
        {
            e.Fail("Failed changing the password: there is no primary yet");
            return false;
        }

        var same = string.Equals(passwords[user], password, StringComparison.Ordinal);
        if (!same)
        {
            try
            {
                await ChangeAsync(user, password, passwords, primary, pending, cancellation);
            }
            catch (NpgsqlException error)
            {
                e.Fail($"Failed changing the password: the primary {primary.Unit} says: {error.Message}");
                return false;
            }
        }

        e.SetResult("password", password);
        return !same;
    }

    /// <summary>Changes the role, and the secret after it.</summary>
    internal static async Task ChangeAsync(
        string user, string password, Passwords passwords, MemberState primary, PendingPassword pending, CancellationToken cancellation)
    {
        if (user is SystemUsers.Operator)
        {
            await pending.NoteAsync(password, cancellation);
        }

        if (SystemUsers.Roles.Contains(user, StringComparer.Ordinal))
        {
            await using var session = await PostgresSession.OpenAsync(
                primary.Address, passwords.Of(SystemUsers.Operator), "postgres", cancellation);
            await RoleSetup.SetPasswordAsync(session, user, password, cancellation);
        }

        passwords.Set(user, password);
    }

    private static string? UserOf(ActionEvent e, bool hasDirectory)
    {
        var user = e.Params.GetString("username") ?? SystemUsers.Operator;
        if (SystemUsers.All.Contains(user, StringComparer.Ordinal))
        {
            return user;
        }

        e.Fail(hasDirectory
            ? "The action can be run only for system users when LDAP is enabled"
            : $"The action can be run only for system users or Patroni: {Known} not {user}");
        return null;
    }
}
