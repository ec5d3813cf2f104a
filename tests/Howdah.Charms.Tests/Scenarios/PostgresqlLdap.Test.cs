using Howdah.Ops;
using Howdah.Ops.Testing;

namespace Howdah.Charms.Tests.Scenarios;

/// <summary>A unit of three lets people of a directory in, and no longer; its PostgreSQL does not answer here.</summary>
public sealed class PostgresqlLdapTest
{
    private const string Folder = "/var/lib/postgresql/data";
    private readonly PostgresqlScenario _unit = new();
    private readonly SecretState _bind = new(CharmFiles.Data(("password", "open\"sesame")));
    private readonly RelationState _ldap;

    public PostgresqlLdapTest() => _ldap = new("ldap")
    {
        RemoteApp = "glauth-k8s",
        RemoteAppData = CharmFiles.Data(
            ("urls", """["ldap://127.63.2.40:3893"]"""), ("ldaps_urls", """["ldaps://127.63.2.40:3894"]"""), ("base_dn", "dc=x"), ("starttls", "True"),
            ("bind_dn", "cn=relation-1,ou=services,dc=x"), ("bind_password_secret", _bind.Uri), ("auth_method", "simple")),
    };

    private State Related(RelationState ldap) => _unit.Ready() is var state
        ? state with { Secrets = [.. state.Secrets, _bind], Relations = [.. state.Relations, ldap] }
        : throw new InvalidOperationException();

    private static State With(State state, string option, string value) =>
        state with { Config = new Dictionary<string, object>(StringComparer.Ordinal) { [option] = value } };

    private Task<ScenarioResult> RunAsync(Trigger trigger, State state) => _unit.Scenario.RunAsync(trigger, state);

    private static IReadOnlyDictionary<string, string> Files(ScenarioResult result) => result.State.Container("postgresql").Files;

    [Fact]
    public async Task People_come_in_by_the_last_rule_and_a_service_keeps_their_roles()
    {
        var result = await RunAsync(Trigger.RelationChanged(_ldap), With(Related(_ldap), "ldap_map", "dev=app"));

        var rules = Files(result)[$"{Folder}/patroni.yml"].Split('\n').Where(l => l.Contains('+') && l.Contains("host", StringComparison.Ordinal)).ToList();
        Assert.Contains("host all +identity_access all ldap ldapserver=\\\"127.63.2.40\\\" ldapport=3893 ldaptls=1", rules[^1], StringComparison.Ordinal);
        Assert.Contains("+relation_access_any", rules[^2], StringComparison.Ordinal);
        Assert.Contains("\"map\": \"dev=app\"", Files(result)[$"{Folder}/ldap/sync.json"], StringComparison.Ordinal);
        Assert.Equal("open\"sesame", Files(result)[$"{Folder}/ldap/bind-password"]);
        Assert.Contains("TLS_REQCERT demand", Files(result)["/etc/ldap/ldap.conf"], StringComparison.Ordinal);
        var container = result.State.Container("postgresql");
        Assert.Equal(("active", "postgres"), (container.Services["ldap-sync"], container.Plan.Services["ldap-sync"].User));
        Assert.Equal("postgresql-k8s", result.State.Relation(_ldap).LocalAppData["user"]);
    }

    [Fact]
    public async Task The_password_is_in_the_files_that_need_it_only()
    {
        var result = await RunAsync(Trigger.RelationChanged(_ldap), Related(_ldap));

        Assert.Equal(
            ["/root/.config/patroni/patronictl.yaml", $"{Folder}/ldap/bind-password", $"{Folder}/patroni.yml"],
            Files(result).Where(f => f.Value.Contains("sesame", StringComparison.Ordinal)).Select(f => f.Key).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("sesame", result.State.Container("postgresql").Plan.ToYaml(), StringComparison.Ordinal);
        Assert.DoesNotContain(result.Commands, c => c.ToString().Contains("sesame", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Logs, l => l.Message.Contains("sesame", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PostgreSQL_is_not_restarted_for_it()
    {
        var before = await RunAsync(Trigger.PebbleReady("postgresql"), _unit.Ready());
        var after = await RunAsync(Trigger.RelationChanged(_ldap), before.State with
        {
            Secrets = [.. before.State.Secrets, _bind], Relations = [.. before.State.Relations, _ldap],
        });

        var (one, other) = (before.State.Container("postgresql").Plan, after.State.Container("postgresql").Plan);
        Assert.Equal(one.Services["postgresql"].Command, other.Services["postgresql"].Command);
        Assert.Equal(one.Services["postgresql"].Environment, other.Services["postgresql"].Environment);
    }

    [Fact]
    public async Task A_directory_without_TLS_is_refused_and_nobody_comes_in()
    {
        var plain = _ldap with { RemoteAppData = CharmFiles.Data(_ldap.RemoteAppData.Where(p => p.Key is not ("ldaps_urls" or "starttls")).Select(p => (p.Key, p.Value))) };

        var result = await RunAsync(Trigger.RelationChanged(plain), Related(plain));

        Assert.Equal(
            Status.Blocked("glauth-k8s offers neither ldaps nor StartTLS, and passwords must not cross the network in the clear"), result.State.UnitStatus);
        Assert.DoesNotContain("identity_access", Files(result)[$"{Folder}/patroni.yml"], StringComparison.Ordinal);
        Assert.DoesNotContain("ldap-sync", result.State.Container("postgresql").Services.Keys, StringComparer.Ordinal);
    }

    [Fact]
    public async Task How_the_last_look_went_is_in_the_status()
    {
        var running = await RunAsync(Trigger.RelationChanged(_ldap), Related(_ldap));
        var failed = Looked(running.State, """{"users":2,"skipped":[],"error":"ldap://127.63.2.40:3893: Can't contact LDAP server (-1)","synced-at":"2026-11-26T09:25:22+00:00"}""");

        var result = await RunAsync(Trigger.PebbleCustomNotice("postgresql", "1", "howdah.dev/ldap-sync"), failed);

        Assert.Contains("users of LDAP are as they were at 09:25:22Z: ldap://127.63.2.40:3893: Can't contact LDAP server (-1)", result.Output, StringComparison.Ordinal);
    }

    private static State Looked(State state, string json) => state with
    {
        Containers = [.. state.Containers.Select(c => c with { Files = CharmFiles.Data([.. c.Files.Select(f => (f.Key, f.Value)), ($"{Folder}/ldap/state.json", json)]), Notices = [new("1", "custom", "howdah.dev/ldap-sync")] })],
    };

    [Fact]
    public async Task When_the_relation_goes_the_rule_the_service_and_the_password_go()
    {
        var with = await RunAsync(Trigger.RelationChanged(_ldap), Related(_ldap));

        var without = await RunAsync(Trigger.RelationBroken(with.State.Relation(_ldap)), with.State);

        Assert.DoesNotContain("identity_access", Files(without)[$"{Folder}/patroni.yml"], StringComparison.Ordinal);
        Assert.DoesNotContain(Files(without).Keys, f => f.StartsWith($"{Folder}/ldap/", StringComparison.Ordinal));
        Assert.Equal("inactive", without.State.Container("postgresql").Services["ldap-sync"]);
    }

    [Theory]
    [InlineData("get-password")]
    [InlineData("set-password")]
    public async Task Passwords_of_people_are_not_here_and_the_actions_say_so(string action)
    {
        var failure = await Assert.ThrowsAsync<ActionFailedException>(() => RunAsync(Trigger.Action(action, ("username", "alice")), Related(_ldap)));

        Assert.Equal("The action can be run only for system users when LDAP is enabled", failure.Message);
    }
}
