using Howdah.Charms.PostgresqlK8s.Cluster;
using Howdah.Charms.PostgresqlK8s.Sql;

namespace Howdah.Charms.PostgresqlK8s.Databases;

/// <summary>The roles that every cluster has, and the passwords of those that log in.</summary>
internal static class RoleSetup
{
    private static readonly string[] WithPasswords = [SystemUsers.Replication, SystemUsers.Rewind, SystemUsers.Monitoring, SystemUsers.Backup];

    // What the options set is for clients. Patroni's sessions, the charm's and the exporter's rely on these.
    private static readonly (string Parameter, string Value)[] OwnSessions =
    [
        ("array_nulls", "on"), ("bytea_output", "hex"), ("client_min_messages", "notice"), ("DateStyle", "ISO, MDY"),
        ("default_table_access_method", "heap"), ("default_transaction_deferrable", "off"), ("default_transaction_isolation", "read committed"),
        ("default_transaction_read_only", "off"), ("exit_on_error", "off"), ("extra_float_digits", "1"),
        ("idle_in_transaction_session_timeout", "0"), ("lock_timeout", "0"), ("standard_conforming_strings", "on"),
        ("statement_timeout", "0"), ("TimeZone", "UTC"),
    ];

    // One transaction: nobody sees the database closed but the members' own users not let in yet.
    private static readonly string Statements =
        $"""
        begin;
        {string.Concat(AccessGroups.All.Select(g => CreateRole(g, "nologin")))}
        {CreateRole(SystemUsers.Monitoring, "login")}
        {CreateRole(SystemUsers.Backup, "login superuser")}
        grant pg_monitor to {SystemUsers.Monitoring};
        grant pg_read_all_data, pg_write_all_data to {AccessGroups.Admin};
        grant {AccessGroups.Internal} to {string.Join(", ", SystemUsers.Roles)};
        revoke all on database postgres from public;
        revoke all on database template1 from public;
        grant connect on database postgres to {AccessGroups.Internal}, {AccessGroups.Admin};
        revoke create on schema public from public;
        {string.Concat(SystemUsers.Roles.SelectMany(role => OwnSessions.Select(s => $"alter role {role} set {s.Parameter} = {SqlText.Literal(s.Value)};\n")))}
        commit;
        """;

    /// <summary>Makes what is missing. One query when nothing is.</summary>
    internal static async Task EnsureAsync(PostgresSession session, Passwords passwords, CancellationToken cancellation)
    {
        if (!await IsCompleteAsync(session, cancellation))
        {
            await session.RunAsync(Statements, cancellation);
        }

        var names = string.Join(", ", WithPasswords.Select(SqlText.Literal));
        var verifiers = await session.QueryAsync(
            $"select rolname::text, coalesce(rolpassword, '') from pg_authid where rolname in ({names})",
            r => (Name: r.GetString(0), Verifier: r.GetString(1)),
            cancellation);
        foreach (var (name, verifier) in verifiers.Where(v => !ScramVerifier.Matches(v.Verifier, passwords[v.Name])))
        {
            await SetPasswordAsync(session, name, passwords[name], cancellation);
        }
    }

    /// <summary>Gives a role a password; what is sent is its verifier.</summary>
    internal static Task SetPasswordAsync(PostgresSession session, string role, string password, CancellationToken cancellation) =>
        session.RunAsync($"alter role {SqlText.Name(role)} password {SqlText.Literal(ScramVerifier.Create(password))}", cancellation);

    private static async Task<bool> IsCompleteAsync(PostgresSession session, CancellationToken cancellation)
    {
        string[] roles = [.. AccessGroups.All, .. SystemUsers.Roles];
        var names = string.Join(", ", roles.Select(SqlText.Literal));
        return (await session.QueryAsync(
            $"""
            select (select count(*) from pg_roles where rolname in ({names})) = {roles.Length}
               and (select count(*) from pg_db_role_setting s join pg_roles r on r.oid = s.setrole, unnest(s.setconfig)
                     where s.setdatabase = 0 and r.rolname in ({string.Join(", ", SystemUsers.Roles.Select(SqlText.Literal))})) = {SystemUsers.Roles.Count * OwnSessions.Length}
               and not has_database_privilege('public', 'postgres', 'connect')
               and not has_database_privilege('public', 'template1', 'connect')
            """,
            r => r.GetBoolean(0),
            cancellation))[0];
    }

    private static string CreateRole(string name, string attributes) =>
        $"""
        do $$ begin
          if not exists (select from pg_roles where rolname = {SqlText.Literal(name)}) then create role {SqlText.Name(name)} {attributes}; end if;
        end $$;

        """;
}
