using System.Globalization;
using Howdah.Charms.PostgresqlK8s.Sql;

namespace Howdah.Charms.PostgresqlK8s.Databases;

/// <summary>
/// Databases and users of relations. A database belongs to a role of its own name that cannot log in; each relation's user is a member
/// of it. So users of several relations share what they make, and what a user leaves behind stays with the database.
/// </summary>
/// <param name="session">A session with the primary, in the database <c>postgres</c>.</param>
/// <param name="open">Opens one in another database.</param>
internal sealed class RelationDatabases(PostgresSession session, Func<string, Task<PostgresSession>> open)
{
    /// <summary>What the names of users begin with; the relation's number follows.</summary>
    internal const string UserPrefix = "relation_id_";

    /// <summary>Makes the database and the user of a request, as far as they are not there.</summary>
    /// <returns>Why it cannot be; null when it is done.</returns>
    internal async Task<string?> EnsureAsync(
        string database, string user, string password, RequestVerdict rights, CancellationToken cancellation)
    {
        var (databaseName, userName) = (SqlText.Name(database), SqlText.Name(user));
        var (name, login) = (SqlText.Literal(database), SqlText.Literal(user));
        var found = (await session.QueryAsync(
            $"""
            select exists (select from pg_roles where rolname = {name}),
                   exists (select from pg_roles where rolname = {name} and (rolcanlogin or rolsuper)),
                   exists (select from pg_database d join pg_roles r on r.oid = d.datdba where datname = {name} and rolname = {name}),
                   exists (select from pg_database where datname = {name}),
                   coalesce((select rolpassword from pg_authid where rolname = {login}), ''),
                   coalesce((select string_agg(g.rolname::text, ',' order by g.rolname::text collate "C") from pg_auth_members m
                               join pg_roles g on g.oid = m.roleid join pg_roles u on u.oid = m.member where u.rolname = {login}), ''),
                   exists (select from pg_roles where rolname = {login} and rolcreatedb)
            """,
            r => new Found(r.GetBoolean(0), r.GetBoolean(1), r.GetBoolean(2), r.GetBoolean(3), r.GetString(4), r.GetString(5), r.GetBoolean(6)),
            cancellation))[0];
        if (found.RoleIsAPerson)
        {
            return $"invalid database name: {database} is the name of a user";
        }

        if (!found.Role)
        {
            await session.RunAsync($"create role {databaseName} nologin", cancellation);
        }

        if (!found.Database)
        {
            await session.RunAsync($"create database {databaseName} owner {databaseName}", cancellation);
        }

        if (!found.OwnedByItsRole)
        {
            await session.RunAsync(
                $"alter database {databaseName} owner to {databaseName}; revoke all on database {databaseName} from public; " +
                $"grant connect on database {databaseName} to {AccessGroups.Admin}",
                cancellation);
        }

        IReadOnlyList<string> groups = [.. rights.Groups.Append(database).Order(StringComparer.Ordinal)];
        if (!ScramVerifier.Matches(found.Verifier, password) || found.CreatesDatabases != rights.CanCreateDatabases
            || !string.Equals(found.Groups, string.Join(',', groups), StringComparison.Ordinal))
        {
            var verifier = SqlText.Literal(ScramVerifier.Create(password));
            var change = found.Verifier.Length == 0 ? "create" : "alter";
            var former = found.Groups.Split(',', StringSplitOptions.RemoveEmptyEntries).Except(groups, StringComparer.Ordinal).ToList();
            var revoke = former.Count == 0 ? "" : $"revoke {string.Join(", ", former.Select(SqlText.Name))} from {userName};";
            await session.RunAsync(
                $"""
                begin;
                {change} role {userName} login password {verifier} {(rights.CanCreateDatabases ? "createdb" : "nocreatedb")};
                {revoke}
                grant {string.Join(", ", groups.Select(SqlText.Name))} to {userName};
                commit;
                """,
                cancellation);
            await ShareAsync(database, databaseName, userName, cancellation);
        }

        return null;
    }

    /// <summary>
    /// Lets poolers into a database, where they find the verifiers of their own clients: those whose names begin with the pooler's.
    /// </summary>
    /// <returns>Why it cannot be; null when it is done.</returns>
    internal async Task<string?> EnsurePoolersAsync(string database, CancellationToken cancellation)
    {
        var (name, pooler) = (SqlText.Name(database), AccessGroups.Pooler);
        if ((await session.QueryAsync(
            $"select has_database_privilege({SqlText.Literal(pooler)}, {SqlText.Literal(database)}, 'connect')", r => r.GetBoolean(0), cancellation))[0])
        {
            return null;
        }

        await using var inside = await open(database);
        var isOurs = (await inside.QueryAsync(
            $"select coalesce((select pg_get_userbyid(nspowner) = current_user from pg_namespace where nspname = {SqlText.Literal(pooler)}), true)",
            r => r.GetBoolean(0),
            cancellation))[0];
        if (!isOurs)
        {
            return $"the database {database} has a schema {pooler} of its own, in which poolers would look for verifiers";
        }

        await inside.RunAsync(
            $"""
            begin;
            create schema if not exists {pooler};
            create or replace function {pooler}.find_user(name text) returns table (username text, password text)
              language sql stable strict security definer set search_path = pg_catalog as
              $$ select rolname::text, rolpassword from pg_authid
                  where rolname = name and starts_with(name, session_user || '_') and rolcanlogin
                    and (rolvaliduntil is null or rolvaliduntil > now()) $$;
            revoke all on function {pooler}.find_user from public;
            grant usage on schema {pooler} to {pooler};
            grant execute on function {pooler}.find_user to {pooler};
            grant connect on database {name} to {pooler};
            commit;
            """,
            cancellation);
        return null;
    }

    /// <summary>Removes the users of relations that are gone. What they made stays, and belongs to its database.</summary>
    /// <param name="users">The users of those that are there.</param>
    /// <param name="relation">The number of the one whose users are looked at; null for all.</param>
    /// <param name="cancellation">Cancels it.</param>
    internal async Task RemoveOthersAsync(IReadOnlyCollection<string> users, int? relation, CancellationToken cancellation)
    {
        var number = relation is { } id ? id.ToString(CultureInfo.InvariantCulture) : "[0-9]+";
        var all = await session.QueryAsync(
            $"select rolname::text from pg_roles where rolname ~ '^{UserPrefix}{number}(_[0-9]+)?$'", r => r.GetString(0), cancellation);
        foreach (var user in all.Except(users, StringComparer.Ordinal))
        {
            await RemoveAsync(user, cancellation);
        }
    }

    private async Task RemoveAsync(string user, CancellationToken cancellation)
    {
        var (name, login) = (SqlText.Name(user), SqlText.Literal(user));
        await session.RunAsync(
            $"alter role {name} nologin; select pg_terminate_backend(pid) from pg_stat_activity where usename = {login}", cancellation);

        // Databases that the user created would otherwise have no owner left.
        await session.RunAsync($"reassign owned by {name} to {SqlText.Name(SystemUsers.Operator)}; drop owned by {name}", cancellation);
        var databases = await session.QueryAsync(
            $"""
            select d.datname::text, pg_get_userbyid(d.datdba)::text from pg_database d
             where d.datallowconn and exists (
               select from pg_shdepend s join pg_authid a on a.oid = s.refobjid
                where s.refclassid = 'pg_authid'::regclass and s.dbid = d.oid and a.rolname = {login})
            """,
            r => (Name: r.GetString(0), Owner: r.GetString(1)),
            cancellation);
        foreach (var (database, owner) in databases)
        {
            await using var inside = await open(database);
            await inside.RunAsync($"reassign owned by {name} to {SqlText.Name(owner)}; drop owned by {name}", cancellation);
        }

        await session.RunAsync($"drop role {name}", cancellation);
    }

    private async Task ShareAsync(string database, string databaseName, string userName, CancellationToken cancellation)
    {
        await using var inside = await open(database);
        await inside.RunAsync(
            string.Concat(((string[])["tables", "sequences", "functions", "types", "schemas"]).Select(kind =>
                $"alter default privileges for role {userName} grant all on {kind} to {databaseName};")),
            cancellation);
    }

    private sealed record Found(
        bool Role, bool RoleIsAPerson, bool OwnedByItsRole, bool Database, string Verifier, string Groups, bool CreatesDatabases);
}
