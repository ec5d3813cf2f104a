using Howdah.Charms.PostgresqlK8s.Cluster;
using Howdah.Charms.PostgresqlK8s.Databases;
using Howdah.Charms.PostgresqlK8s.Sql;

namespace Howdah.Charms.Tests.Databases;

/// <summary>Roles, databases and pg_hba.conf together on a real PostgreSQL: who gets in where, and what they may do there.</summary>
public sealed class RelationDatabasesIntegrationTest(TemporaryPostgres server) : IClassFixture<TemporaryPostgres>
{
    private const string NotAuthorized = "28000";
    private const string WrongPassword = "28P01";
    private const string NotAllowed = "42501";

    private async Task<string?> ServeAsync(string database, int relation, string password, params string[] roles)
    {
        await using var session = await server.OpenAsync("postgres");
        await RoleSetup.EnsureAsync(session, TestPasswords.All, default);
        var databases = new RelationDatabases(session, server.OpenAsync);
        return await databases.EnsureAsync(database, $"relation_id_{relation}", password, RequestVerdict.Of(database, roles), default);
    }

    private async Task RemoveAllButAsync(params int[] relations)
    {
        await using var session = await server.OpenAsync("postgres");
        await new RelationDatabases(session, server.OpenAsync).RemoveOthersAsync([.. relations.Select(r => $"relation_id_{r}")], null, default);
    }

    private Task<string?> AsAsync(int relation, string password, string database, string sql) =>
        server.TryAsync($"relation_id_{relation}", password, database, sql);

    [Fact]
    public async Task A_user_has_its_own_database_and_no_other()
    {
        Assert.Null(await ServeAsync("shop", 101, "pw101"));
        Assert.Null(await ServeAsync("blog", 102, "pw102"));

        Assert.Equal("1", await AsAsync(101, "pw101", "shop", "create table t (n int); insert into t values (1); select n from t"));
        Assert.Equal(NotAuthorized, await AsAsync(101, "pw101", "blog", "select 1"));
        Assert.Equal(NotAuthorized, await AsAsync(101, "pw101", "postgres", "select 1"));
        Assert.Equal(NotAuthorized, await AsAsync(101, "pw101", "template1", "select 1"));
        Assert.Equal(WrongPassword, await AsAsync(101, "pw102", "shop", "select 1"));
        Assert.Equal(NotAllowed, await AsAsync(101, "pw101", "shop", "create role x"));
        Assert.Equal(NotAllowed, await AsAsync(101, "pw101", "shop", "create database x"));
        Assert.Equal(NotAllowed, await AsAsync(101, "pw101", "shop", "copy (select 1) to program 'true'"));
    }

    [Theory]
    [InlineData("set role operator")]
    [InlineData("set role relation_id_103")]
    [InlineData("set role stranger")]
    [InlineData("set session authorization operator")]
    [InlineData("copy (select 1) to program 'true'")]
    [InlineData("copy (select 1) to '/tmp/x'")]
    [InlineData("create temp table f (t text); copy f from '/etc/passwd'")]
    [InlineData("select pg_read_file('/etc/passwd')")]
    [InlineData("select pg_ls_dir('.')")]
    [InlineData("select lo_import('/etc/passwd')")]
    [InlineData("select lo_export(lo_create(0), '/tmp/x')")]
    [InlineData("select rolpassword from pg_authid")]
    [InlineData("select passwd from pg_shadow")]
    [InlineData("alter role operator password 'x'")]
    [InlineData("alter role relation_id_104 superuser")]
    [InlineData("grant operator to relation_id_104")]
    [InlineData("grant admin to relation_id_104")]
    [InlineData("drop role relation_id_103")]
    [InlineData("create role x")]
    [InlineData("create database x")]
    [InlineData("drop database postgres")]
    [InlineData("alter system set work_mem = 64")]
    [InlineData("create extension file_fdw")]
    [InlineData("create function f() returns int language c as 'x', 'y'")]
    [InlineData("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'operator'")]
    [InlineData("create subscription s connection 'host=x' publication p")]
    [InlineData("select pg_create_physical_replication_slot('x')")]
    public async Task What_reaches_beyond_the_own_database_is_refused(string sql)
    {
        Assert.Null(await ServeAsync("stranger", 103, "pw103"));
        Assert.Null(await ServeAsync("own", 104, "pw104"));
        await using var other = await server.OpenAsync("own");

        Assert.Equal(NotAllowed, await AsAsync(104, "pw104", "own", sql));
    }

    [Theory]
    [InlineData("stranger")]
    [InlineData("postgres")]
    [InlineData("template0")]
    [InlineData("template1")]
    [InlineData("replication")]
    [InlineData("all")]
    public async Task No_other_database_can_be_connected_to(string database)
    {
        Assert.Null(await ServeAsync("stranger", 103, "pw103"));
        Assert.Null(await ServeAsync("own", 104, "pw104"));

        Assert.Equal(NotAuthorized, await AsAsync(104, "pw104", database, "create table public.t ()"));
    }

    [Fact]
    public async Task Users_of_one_database_share_what_they_make_and_it_outlives_them()
    {
        Assert.Null(await ServeAsync("shared", 111, "a"));
        Assert.Null(await ServeAsync("shared", 112, "b"));
        await AsAsync(111, "a", "shared", "create table t (n int); insert into t values (7)");

        Assert.Equal("7", await AsAsync(112, "b", "shared", "select n from t"));

        await RemoveAllButAsync(101, 102, 103, 104, 112, 121, 131);
        Assert.Equal("7", await AsAsync(112, "b", "shared", "select n from t"));
        Assert.Equal(NotAuthorized, await AsAsync(111, "a", "shared", "select 1"));

        Assert.Null(await ServeAsync("shared", 113, "c"));
        Assert.Equal("8", await AsAsync(113, "c", "shared", "update t set n = 8; select n from t"));
    }

    [Fact]
    public async Task Names_and_passwords_may_hold_what_sql_uses_itself()
    {
        const string Name = "we\"ird'; drop role operator; --";
        const string Password = "p'w\\\"$$; --";

        Assert.Null(await ServeAsync(Name, 121, Password));

        Assert.Equal(Name, await AsAsync(121, Password, Name, "select current_database()"));
    }

    [Fact]
    public async Task A_second_look_changes_nothing_and_another_request_changes_the_rights()
    {
        Assert.Null(await ServeAsync("rights", 131, "pw", "admin", "pg_monitor"));
        Assert.Equal("t", (await AsAsync(131, "pw", "rights", "select rolcreatedb from pg_roles where rolname = current_user"))?[..1].ToLowerInvariant());
        var before = await VersionOfRoleAsync();
        Assert.Null(await ServeAsync("rights", 131, "pw", "admin", "pg_monitor"));
        Assert.Equal(before, await VersionOfRoleAsync());

        Assert.Null(await ServeAsync("rights", 131, "pw"));

        Assert.Equal("False", await AsAsync(131, "pw", "rights", "select rolcreatedb or pg_has_role('admin', 'usage') from pg_roles where rolname = current_user"));

        Task<string?> VersionOfRoleAsync() => server.TryAsync(
            "operator", server.Operator.Password, "postgres", "select xmin::text from pg_authid where rolname = 'relation_id_131'");
    }

    [Fact]
    public async Task A_database_may_not_be_named_like_a_user()
    {
        await using (var session = await server.OpenAsync("postgres"))
        {
            await session.RunAsync("create role alice login", default);
        }

        Assert.Equal("invalid database name: alice is the name of a user", await ServeAsync("alice", 141, "pw"));
    }

    [Fact]
    public async Task System_users_get_in_with_the_password_of_the_secret_and_no_password_is_ever_logged()
    {
        await ServeAsync("system", 151, "secret-of-151");

        Assert.Equal("1", await server.TryAsync("monitoring", TestPasswords.All["monitoring"], "postgres", "select 1"));
        Assert.Equal(NotAuthorized, await server.TryAsync("monitoring", TestPasswords.All["monitoring"], "system", "select 1"));
        Assert.Equal("1", await server.TryAsync("rewind", TestPasswords.All["rewind"], "postgres", "select 1"));
        var log = await server.LogAsync();
        Assert.DoesNotContain("secret-of-151", log, StringComparison.Ordinal);
        Assert.DoesNotContain(TestPasswords.All["monitoring"], log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_standbys_a_set_up_session_does_not_wait_for_one()
    {
        await using var session = await PostgresSession.OpenForSetupAsync(server.Address, server.Operator, "postgres", default);

        Assert.Equal(["local"], await session.QueryAsync("show synchronous_commit", r => r.GetString(0), default));
        Assert.Equal(MemberRole.Primary, (await ServerState.ReadAsync(session, default)).Role);
    }
}
