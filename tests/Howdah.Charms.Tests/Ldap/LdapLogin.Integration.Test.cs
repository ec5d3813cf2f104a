using System.Net;
using System.Net.Sockets;
using Howdah.Charms.GlauthK8s.Directories;
using Howdah.Charms.PostgresqlK8s;
using Howdah.Charms.PostgresqlK8s.Databases;
using Howdah.Charms.PostgresqlK8s.Hba;
using Howdah.Charms.PostgresqlK8s.Ldap;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Charms.SelfSignedCertificates;
using Howdah.Charms.Tests.Databases;
using Howdah.Charms.Tests.Glauth;
using Howdah.Interfaces;
using Npgsql;

namespace Howdah.Charms.Tests.Ldap;

/// <summary>A real PostgreSQL lets people of a real directory in.</summary>
public sealed class LdapLoginIntegrationTest(TemporaryPostgres server, TemporarySlapd slapd)
    : IClassFixture<TemporaryPostgres>, IClassFixture<TemporarySlapd>, IAsyncLifetime
{
    private const string Application = "postgresql";
    private const string Roles = "select current_user || coalesce(' ' || string_agg(r, ',' order by r), '') from unnest(array['app','reports']) r where pg_has_role(current_user, r, 'member')";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("howdah-login-").FullName;

    private LdapDirectory Entries => slapd.Entries;

    public async Task InitializeAsync()
    {
        await Trust(slapd.Authority);
        await using var session = await server.OpenAsync("postgres");
        await RoleSetup.EnsureAsync(session, TestPasswords.All, default);
        foreach (var role in (string[])["app", "reports"])
        {
            await session.RunAsync($"do $$ begin if not exists (select from pg_roles where rolname = '{role}') then create role {role}; end if; end $$", default);
        }

        await session.RunAsync($"grant connect on database postgres to app, reports", default);
        if (!(await Entries.GetServicesAsync(default)).Contains(Application, StringComparer.Ordinal))
        {
            await slapd.AddApplicationAsync(Application, "application's \"password\"");
            await Entries.AddGroupAsync("dev", default);
            await Entries.AddGroupAsync("ops", default);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var person in (await Entries.ReadAsync(default)).People)
        {
            await Entries.RemovePersonAsync(person, default);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private LdapGrant Grant => new(slapd.Names.Base, slapd.Names.Service(Application), "application's \"password\"")
    {
        Urls = [GlauthK8s.SlapdLayer.Url(slapd.Address)], TlsUrls = [GlauthK8s.SlapdLayer.TlsUrl(slapd.Address)], StartTls = true,
    };

    private async Task Trust(string authority)
    {
        var file = Path.Combine(_folder, "ca.pem");
        await File.WriteAllTextAsync(file, authority);
        await File.WriteAllTextAsync(server.LdapConf, LdapConf.Render(file));
        Programs.GiveToPostgres(_folder);
    }

    private Task LetInAsync(LdapGrant grant, string filter = "(uid=$username)") => server.AddRulesAsync(
        new HbaRule("all", "+" + AccessGroups.Identity, "all") { Method = LdapAccess.Find(grant, filter, out _)!.HbaMethod });

    private async Task<LdapSyncState> SyncAsync(LdapGrant? grant = null, string map = "dev=app,ops=reports")
    {
        var access = LdapAccess.Find(grant ?? Grant, "(uid=$username)", out _)!;
        var password = Path.Combine(_folder, "bind-password");
        await File.WriteAllTextAsync(password, access.Grant.BindPassword);
        var settings = new LdapSyncSettings
        {
            Urls = access.Urls,
            StartTls = access.StartTls,
            BaseDn = access.Grant.BaseDn,
            BindDn = access.Grant.BindDn,
            PasswordFile = password,
            LibraryFile = server.LdapConf,
            Filter = access.Filter,
            Map = map,
            Patroni = "",
            StateFile = "",
        };
        await using var session = await server.OpenAsync("postgres");
        return await new LdapSync("", TimeProvider.System).LookAsync(settings, session, default);
    }

    private Task<string?> LoginAsync(string user, string password, string sql = Roles) => server.TryAsync(user, password, "postgres", sql);

    private async Task<bool> IsRefusedAsync(string user, string password) =>
        await LoginAsync(user, password) is { } answer && answer.StartsWith("28", StringComparison.Ordinal);

    private Task<string?> AsOperatorAsync(string sql) => server.TryAsync(server.Operator.Username, server.Operator.Password, "postgres", sql);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_comes_in_with_the_right_password_and_has_what_the_groups_stand_for(bool startTls)
    {
        var grant = startTls ? Grant : Grant with { StartTls = false };
        await Entries.AddPersonAsync("alice", "alice's password", ["dev", "ops"], default);
        await LetInAsync(grant);
        Assert.Equal((1, null), (await SyncAsync(grant) is var synced ? synced.Users : 0, synced.Error));

        Assert.Equal("alice app,reports", await LoginAsync("alice", "alice's password"));
        Assert.True(await IsRefusedAsync("alice", "wrong"));
        Assert.True(await IsRefusedAsync("nobody", "alice's password"));

        await Entries.RemoveMemberAsync("ops", "alice", default);
        await SyncAsync(grant);
        Assert.Equal("alice app", await LoginAsync("alice", "alice's password"));

        await Entries.RemoveGroupAsync("ops", default);
        Assert.Null((await SyncAsync(grant)).Error);
        Assert.Equal("alice app", await LoginAsync("alice", "alice's password"));
        await Entries.AddGroupAsync("ops", default);

        await Entries.SetPasswordAsync("alice", "another", default);
        Assert.True(await IsRefusedAsync("alice", "alice's password"));
        Assert.Equal("alice app", await LoginAsync("alice", "another"));
    }

    [Fact]
    public async Task Who_is_gone_is_shut_out_with_the_open_sessions_and_comes_back_as_the_same_role()
    {
        await Entries.AddPersonAsync("bob", "bob's password", ["dev"], default);
        await LetInAsync(Grant);
        await SyncAsync();
        var oid = await LoginAsync("bob", "bob's password", "select oid::text from pg_roles where rolname = current_user");
        await using var open = await PostgresSession.OpenAsync(server.Address, new("bob", "bob's password"), "postgres", default);

        await Entries.RemoveMemberAsync("dev", "bob", default);
        Assert.Equal((0, null), (await SyncAsync() is var synced ? synced.Users : null, synced.Error));

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => open.RunAsync("select 1", default));
        Assert.True(await IsRefusedAsync("bob", "bob's password"));
        Assert.Equal("false", await AsOperatorAsync("select pg_has_role('bob', 'app', 'member')::text"));

        await Entries.AddMemberAsync("dev", "bob", default);
        await SyncAsync();
        Assert.Equal(oid, await LoginAsync("bob", "bob's password", "select oid::text from pg_roles where rolname = current_user"));
        Assert.Equal("bob app", await LoginAsync("bob", "bob's password"));
    }

    [Fact]
    public async Task Roles_that_are_here_already_are_not_touched_and_log_in_as_before()
    {
        await using (var session = await server.OpenAsync("postgres"))
        {
            await session.RunAsync($"create role local login password {SqlText.Literal(ScramVerifier.Create("local password"))}; grant relation_access_any, app to local", default);
        }

        await Entries.AddPersonAsync("local", "password in the directory", ["ops"], default);
        await Entries.AddPersonAsync("operator", "password in the directory", ["ops"], default);
        await LetInAsync(Grant);

        var state = await SyncAsync();

        Assert.Equal(
            ["local: there is another role of the name", "operator: the name is that of a user of the system or of a relation"], state.Skipped);
        Assert.Equal("local app", await LoginAsync("local", "local password"));
        Assert.True(await IsRefusedAsync("local", "password in the directory"));
        Assert.True(await IsRefusedAsync("operator", "password in the directory"));
    }

    [Fact]
    public async Task Characters_that_mean_something_elsewhere_are_characters()
    {
        string[] fine = ["o'brien \"x\"", "a;drop role app--", "ümlaut $username", "{x} & |"];
        foreach (var name in fine)
        {
            await Entries.AddPersonAsync(name, "p'w\"\\ü", ["dev"], default);
        }

        foreach (var name in (string[])["line\nfeed: x", "st*r", "(uid=*)", "back\\slash", "sl/ash"])
        {
            await Entries.AddPersonAsync(name, "p'w\"\\ü", ["dev"], default);
        }

        await LetInAsync(Grant);
        var state = await SyncAsync();

        Assert.Equal((fine.Length, null), (state.Users, state.Error));
        Assert.Equal(5, state.Skipped.Count);
        foreach (var name in fine)
        {
            Assert.Equal($"{name} app", await LoginAsync(name, "p'w\"\\ü"));
        }

        await using (var session = await server.OpenAsync("postgres"))
        {
            // As if somebody had made such roles by hand: a name is never a part of a filter.
            await session.RunAsync("create role \"*)(uid=*\" login in role identity_access; create role \"u*\" login in role identity_access", default);
        }

        Assert.True(await IsRefusedAsync("*)(uid=*", "p'w\"\\ü"));
        Assert.True(await IsRefusedAsync("u*", "p'w\"\\ü"));
        await SyncAsync();
    }

    [Fact]
    public async Task A_server_whose_certificate_is_of_another_CA_is_told_no_password()
    {
        await Entries.AddPersonAsync("carol", "carol's password", ["dev"], default);
        await SyncAsync();
        await Trust(CertificateAuthority.Create("stranger", TimeSpan.FromDays(10), DateTimeOffset.UtcNow).Certificate);

        foreach (var grant in (LdapGrant[])[Grant, Grant with { StartTls = false }])
        {
            await LetInAsync(grant);
            Assert.True(await IsRefusedAsync("carol", "carol's password"));
            Assert.NotNull((await SyncAsync(grant)).Error);
        }

        Assert.Equal("1", await AsOperatorAsync("select 1::text"));
        await Trust(slapd.Authority);
        Assert.Equal("carol app", await LoginAsync("carol", "carol's password"));
    }

    [Fact]
    public async Task A_directory_that_does_not_answer_rightly_changes_nothing_and_is_said()
    {
        await Entries.AddPersonAsync("dave", "dave's password", ["dev"], default);
        await LetInAsync(Grant);
        await SyncAsync();

        Assert.Contains("Invalid credentials", (await SyncAsync(Grant with { BindPassword = "wrong" })).Error, StringComparison.Ordinal);
        Assert.Contains("No such object", (await SyncAsync(Grant with { BaseDn = "dc=elsewhere,dc=com" })).Error, StringComparison.Ordinal);
        Assert.Equal("the directory has none of the groups nowhere", (await SyncAsync(map: "nowhere=app")).Error);
        await slapd.StopAsync();
        Assert.Contains("Can't contact LDAP server", (await SyncAsync()).Error, StringComparison.Ordinal);
        Assert.True(await IsRefusedAsync("dave", "dave's password"));
        Assert.Equal("1", await AsOperatorAsync("select 1::text"));
        await slapd.StartAsync();

        Assert.Equal("dave app", await LoginAsync("dave", "dave's password"));
    }

    [Fact]
    public async Task A_server_that_takes_connections_and_says_nothing_holds_up_nobody_else_and_its_own_not_for_long()
    {
        await Entries.AddPersonAsync("erin", "erin's password", ["dev"], default);
        await SyncAsync();
        using var silent = new TcpListener(IPAddress.Parse(TemporaryPostgres.FreeAddress(3890)), 3890);
        silent.Start();
        var grant = Grant with { TlsUrls = [$"ldaps://{silent.LocalEndpoint}"], Urls = [$"ldap://{silent.LocalEndpoint}"] };
        await LetInAsync(grant);

        var login = IsRefusedAfterAsync("erin", "erin's password");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("1", await AsOperatorAsync("select 1::text"));
        }

        // By itself PostgreSQL would wait for ever.
        Assert.True(await login.WaitAsync(Limit - TimeSpan.FromSeconds(10)));
        foreach (var way in (LdapGrant[])[grant, grant with { StartTls = false }])
        {
            Assert.NotNull((await SyncAsync(way).WaitAsync(Limit)).Error);
        }

        Assert.Equal("true", await AsOperatorAsync("select rolcanlogin::text from pg_roles where rolname = 'erin'"));
    }

    // A client that gives up by itself would say nothing about the server.
    private async Task<bool> IsRefusedAfterAsync(string user, string password)
    {
        var options = new NpgsqlConnectionStringBuilder
        {
            Host = server.Address, Port = Ports.Postgresql, Username = user, Password = password, Database = "postgres", Pooling = false, Timeout = 59,
        };
        await using var connection = new NpgsqlConnection(options.ConnectionString);
        try
        {
            await connection.OpenAsync();
            return false;
        }
        catch (PostgresException error)
        {
            return error.SqlState.StartsWith("28", StringComparison.Ordinal);
        }
    }
}
