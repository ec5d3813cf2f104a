using System.Text.Json;
using Howdah.Engine.Models;

namespace Howdah.Engine.Tests.HookCommands;

public sealed class HookCommandsTests
{
    [Theory]
    [InlineData("relation-ids cluster --format=json", "[\"cluster:0\"]\n")]
    [InlineData("relation-ids db", "db:1\n")]
    [InlineData("relation-ids nothing --format=json", "[]\n")]
    [InlineData("relation-list -r cluster:0 --format=json", "[\"db/1\"]\n")]
    [InlineData("relation-list --format=json -r 1", "[\"client/0\"]\n")]
    [InlineData("relation-list --format=json -r 1 --app", "\"client\"\n")]
    [InlineData("relation-list --format=json -r 0 --app", "\"db\"\n")]
    [InlineData("relation-get --format=json -r db:1 --app - client", "{\"key\":\"wish\"}\n")]
    [InlineData("relation-get --format=json -r db:1 nothing client/0", "null\n")]
    [InlineData("relation-get -r 1 ingress-address client/0", "127.0.0.1\n")]
    [InlineData("relation-get --format=json -r 1 --app - db", "{}\n")]
    [InlineData("relation-model-get --format=json -r 0", "{\"uuid\":\"u\"}\n")]
    [InlineData("config-get --format=json", "{}\n")]
    [InlineData("config-get --format=json nothing", "null\n")]
    [InlineData("is-leader --format=json", "true\n")]
    [InlineData("is-leader", "True\n")]
    [InlineData("status-get --format=json --include-data", "{\"message\":\"\",\"status\":\"unknown\",\"status-data\":{}}\n")]
    [InlineData("status-get", "unknown\n")]
    [InlineData("opened-ports --format=json", "[]\n")]
    [InlineData("unit-get private-address", "127.0.0.1\n")]
    [InlineData("network-get cluster --ingress-address", "127.0.0.1\n")]
    [InlineData("network-get db --format=json -r 1",
        "{\"bind-addresses\":[{\"addresses\":[{\"cidr\":\"127.0.0.1/32\",\"hostname\":\"\",\"value\":\"127.0.0.1\"}],\"interface-name\":\"\",\"mac-address\":\"\"}],\"egress-subnets\":[\"127.0.0.1/32\"],\"ingress-addresses\":[\"127.0.0.1\"]}\n")]
    [InlineData("storage-list --format=json", "[\"data/0\"]\n")]
    [InlineData("storage-list other --format=json", "[]\n")]
    [InlineData("storage-get --format=json -s data/0", "{\"kind\":\"filesystem\",\"location\":\"/var/lib/juju/storage/data/0\"}\n")]
    [InlineData("storage-get -s data/0 kind", "filesystem\n")]
    [InlineData("state-get --format=json", "{}\n")]
    [InlineData("state-get nothing", "")]
    [InlineData("secret-ids --format=json", "[]\n")]
    [InlineData("juju-log --log-level CRITICAL -- --odd", "")]
    [InlineData("status-set --application=True active", "")]
    public async Task A_command_prints_what_the_contract_says(string command, string output)
    {
        await using var harness = await HookCommandHarness.CreateAsync();
        using var context = harness.Begin("db/0");
        Assert.Equal((0, output), await HookCommandHarness.RunAsync(context, command));
    }

    [Theory]
    [Trait("Acceptance", "62")]
    [Trait("Acceptance", "63")]
    [InlineData("db/0", 1, "nonsense", "bad request: unknown command \"nonsense\"")]
    [InlineData("db/0", 2, "relation-list -r 9999", "invalid value \"9999\" for option -r: relation not found")]
    [InlineData("db/0", 2, "relation-list -r other:1", "invalid value \"other:1\" for option -r: relation not found")]
    [InlineData("db/0", 2, "relation-list --relation x", "invalid value \"x\" for option --relation: invalid relation id")]
    [InlineData("db/0", 2, "relation-list", "no relation id specified")]
    [InlineData("db/0", 2, "relation-ids", "no endpoint name specified")]
    [InlineData("db/0", 2, "relation-ids a b", "unrecognized args: [\"b\"]")]
    [InlineData("db/0", 2, "relation-get -r 1", "no unit or application specified")]
    [InlineData("db/0", 2, "relation-get -r 1 - client", "expected unit name, got application name \"client\"")]
    [InlineData("db/0", 2, "relation-get -r 1 - 7up", "invalid unit name \"7up\"")]
    [InlineData("db/1", 1, "relation-get -r 1 --app - db", "permission denied")]
    [InlineData("db/1", 1, "relation-set -r 1 --app a=b", "cannot write relation settings")]
    [InlineData("db/0", 2, "relation-set -r 1 a", "expected \"key=value\", got \"a\"")]
    [InlineData("db/0", 2, "config-get --all key", "cannot use argument --all together with key \"key\"")]
    [InlineData("db/0", 2, "config-get --format xml", "invalid value \"xml\" for option --format: unknown format \"xml\"")]
    [InlineData("db/0", 2, "is-leader --loud", "option provided but not defined: --loud")]
    [InlineData("db/0", 2, "status-set", "invalid args, require <status> [message]")]
    [InlineData("db/0", 2, "status-set happy", "invalid status \"happy\", expected one of [maintenance blocked waiting active]")]
    [InlineData("db/1", 1, "status-set --application active", "setting application status: this unit is not the leader")]
    [InlineData("db/1", 1, "status-get --application", "finding application status: this unit is not the leader")]
    [InlineData("db/1", 1, "leader-set a=b", "cannot write leadership settings: cannot write settings: not the leader")]
    [InlineData("db/0", 2, "application-version-set", "no version specified")]
    [InlineData("db/0", 2, "juju-log", "no message specified")]
    [InlineData("db/0", 2, "open-port 70000", "port range bounds must be between 0 and 65535, got 70000-70000")]
    [InlineData("db/0", 2, "open-port 90-80/tcp", "invalid port range 90-80")]
    [InlineData("db/0", 2, "open-port 80/sctp", "invalid protocol \"sctp\", expected \"tcp\", \"udp\", or \"icmp\"")]
    [InlineData("db/0", 1, "network-get nothing", "no network config found for binding \"nothing\"")]
    [InlineData("db/0", 2, "network-get", "no arguments specified")]
    [InlineData("db/0", 2, "unit-get colour", "unknown setting \"colour\"")]
    [InlineData("db/0", 2, "storage-get", "no storage instance specified")]
    [InlineData("db/0", 2, "storage-get -s data/9", "invalid value \"data/9\" for option -s: storage not found")]
    [InlineData("db/0", 2, "storage-get -s data", "invalid value \"data\" for option -s: invalid storage ID \"data\"")]
    [InlineData("db/0", 2, "storage-get -s data/0 colour", "invalid storage attribute \"colour\"")]
    [InlineData("db/0", 2, "storage-add", "storage add requires a storage directive")]
    [InlineData("db/0", 2, "storage-add data=1G", "only count can be specified for \"data\"")]
    [InlineData("db/0", 1, "state-get --strict nothing", "\"nothing\" not found")]
    [InlineData("db/0", 1, "action-get", "not running an action")]
    [InlineData("db/0", 1, "action-log hello", "not running an action")]
    [InlineData("db/0", 2, "resource-get", "missing required resource name")]
    [InlineData("db/0", 1, "resource-get nothing", "could not download resource: resource \"nothing\" not found")]
    [InlineData("db/0", 2, "secret-add", "missing secret value or filename")]
    [InlineData("db/0", 2, "secret-add A=b", "key \"A\" not valid")]
    [InlineData("db/0", 2, "secret-add --rotate often foo=bar", "rotate policy \"often\" not valid")]
    [InlineData("db/0", 2, "secret-add --owner me foo=bar", "secret owner \"me\" not valid")]
    [InlineData("db/0", 2, "secret-add --expire soon foo=bar", "expire time or duration \"soon\" not valid")]
    [InlineData("db/0", 2, "secret-add --expire -5m foo=bar", "negative expire duration \"-5m\" not valid")]
    [InlineData("db/1", 1, "secret-add foo=bar", "this unit is not the leader")]
    [InlineData("db/0", 2, "secret-get", "require either a secret URI or label")]
    [InlineData("db/0", 2, "secret-get 9m4e2mr0ui3e8a215n4g --peek --refresh", "specify one of --peek or --refresh but not both")]
    [InlineData("db/0", 1, "secret-get secret:9m4e2mr0ui3e8a215n4g", "secret \"9m4e2mr0ui3e8a215n4g\" not found")]
    [InlineData("db/0", 2, "secret-info-get", "require either a secret URI or label")]
    [InlineData("db/0", 2, "secret-info-get 9m4e2mr0ui3e8a215n4g --label x", "specify either a secret URI or label but not both")]
    [InlineData("db/0", 2, "secret-set", "missing secret URI")]
    [InlineData("db/0", 1, "credential-get", "cannot access cloud credentials: permission denied")]
    [InlineData("db/0", 1, "add-metric x=1", "metrics not allowed in this context")]
    public async Task A_command_fails_with_the_words_and_the_code_of_the_contract(string unit, int exitCode, string command, string message)
    {
        await using var harness = await HookCommandHarness.CreateAsync();
        using var context = harness.Begin(unit);
        Assert.Equal((exitCode, $"ERROR {message}\n"), await HookCommandHarness.RunAsync(context, command));
    }

    [Fact]
    public async Task Own_writes_are_read_back_at_once_and_reach_others_with_the_commit()
    {
        await using var harness = await HookCommandHarness.CreateAsync();
        using var context = harness.Begin("db/0");
        await HookCommandHarness.RunAsync(context, "relation-set -r db:1 --file - gone= extra=1", "a: b\nkey: {\"quoted\": 1}\n".Replace("{\"quoted\": 1}", "\"1\"", StringComparison.Ordinal));
        await HookCommandHarness.RunAsync(context, "relation-set -r db:1 --app shared=yes");
        await HookCommandHarness.RunAsync(context, "state-set --file -", "\"odd = key: \": \"line\\nbreak\"\n");
        await HookCommandHarness.RunAsync(context, "open-port 5432/tcp");
        await HookCommandHarness.RunAsync(context, "open-port 5432/tcp");
        await HookCommandHarness.RunAsync(context, "open-port --endpoints db 53/udp");

        Assert.Equal((0, "b\n"), await HookCommandHarness.RunAsync(context, "relation-get -r 1 a db/0"));
        Assert.Equal((0, "yes\n"), await HookCommandHarness.RunAsync(context, "relation-get -r 1 --app shared db"));
        Assert.Equal((0, "{\"odd = key: \":\"line\\nbreak\"}\n"), await HookCommandHarness.RunAsync(context, "state-get --format=json"));
        Assert.Equal((0, "5432/tcp\n53/udp\n"), await HookCommandHarness.RunAsync(context, "opened-ports"));
        Assert.Equal((0, "5432/tcp (*)\n53/udp (db)\n"), await HookCommandHarness.RunAsync(context, "opened-ports --endpoints"));
        Assert.Equal(
            (1, "ERROR cannot open 5430-5440/tcp (unit \"db/0\"): port range conflicts with 5432/tcp (unit \"db/0\") requested earlier\n"),
            await HookCommandHarness.RunAsync(context, "open-port 5430-5440/tcp"));
        Assert.DoesNotContain("a", harness.Model.Relations[1].Members["db/0"].Databag.Values.Keys);

        var version = harness.Model.Relations[1].Members["db/0"].Databag.Version;
        await harness.CommitAsync(context);
        Assert.Equal("b", harness.Model.Relations[1].Members["db/0"].Databag.Values["a"]);
        Assert.Equal(version + 1, harness.Model.Relations[1].Members["db/0"].Databag.Version);
        Assert.Equal("yes", harness.Model.Relations[1].Applications["db"].Values["shared"]);
    }

    [Fact]
    public async Task A_leader_is_not_told_of_what_it_wrote_to_its_peers_itself()
    {
        await using var harness = await HookCommandHarness.CreateAsync();
        var seen = new Howdah.Engine.Resolving.Observations { Now = DateTimeOffset.UtcNow };
        using (var first = harness.Begin("db/0"))
        {
            await HookCommandHarness.RunAsync(first, "relation-set -r 0 --app key=other");
            await harness.CommitAsync(first);
        }

        // The harness wrote to the peers' databag behind the leader's back, so it is owed that one hook.
        var owed = Howdah.Engine.Resolving.Resolver.Next(harness.Model, harness.Model.Units["db/1"], seen);
        Assert.Equal("cluster-relation-changed", Assert.IsType<Howdah.Engine.Resolving.Step.Hook>(owed).Info.Name);
    }

    [Fact]
    public async Task In_a_broken_hook_the_relation_is_not_listed_and_takes_no_writes()
    {
        await using var harness = await HookCommandHarness.CreateAsync();
        using var context = harness.Begin("db/0", new HookInfo("db-relation-broken")
        {
            Kind = HookKind.RelationBroken, RelationId = 1, Endpoint = "db", RemoteApplication = "client",
        });
        Assert.Equal((0, "[]\n"), await HookCommandHarness.RunAsync(context, "relation-ids db --format=json"));
        Assert.Equal((0, "wish\n"), await HookCommandHarness.RunAsync(context, "relation-get --app key client"));
        Assert.Equal((0, ""), await HookCommandHarness.RunAsync(context, "relation-set a=b"));
        await harness.CommitAsync(context);
        Assert.DoesNotContain("a", harness.Model.Relations[1].Members["db/0"].Databag.Values.Keys);
    }

    [Fact]
    public async Task Goal_state_counts_the_units_and_shows_those_that_go()
    {
        await using var harness = await HookCommandHarness.CreateAsync();
        using var context = harness.Begin("db/0");
        var (_, text) = await HookCommandHarness.RunAsync(context, "goal-state --format=json");
        using var goal = JsonDocument.Parse(text);
        Assert.Equal(["db/0", "db/1"], goal.RootElement.GetProperty("units").EnumerateObject().Select(unit => unit.Name));
        Assert.Equal(["cluster", "db"], goal.RootElement.GetProperty("relations").EnumerateObject().Select(endpoint => endpoint.Name));
        Assert.Equal("joined", goal.RootElement.GetProperty("relations").GetProperty("db").GetProperty("client").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Help_says_how_a_command_is_used()
    {
        await using var harness = await HookCommandHarness.CreateAsync();
        using var context = harness.Begin("db/0");
        var (exitCode, text) = await HookCommandHarness.RunAsync(context, "relation-list --help");
        Assert.Equal(0, exitCode);
        foreach (var part in new[] { "Usage: relation-list", "Summary:", "Options:", "Details:", "--app", "-r, --relation" })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }
}
