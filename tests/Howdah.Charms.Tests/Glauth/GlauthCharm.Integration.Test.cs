using System.Text.Json.Nodes;
using Howdah.Charms.GlauthK8s;
using Howdah.Charms.Tests.SelfSignedCertificates;
using Howdah.Ops;
using Howdah.Ops.Testing;
using Howdah.Pebble.Client;

namespace Howdah.Charms.Tests.Glauth;

/// <summary>The charm with a container in memory, whose programs of LDAP reach a real slapd.</summary>
public sealed class GlauthCharmIntegrationTest(TemporarySlapd slapd) : IClassFixture<TemporarySlapd>
{
    private readonly SigningScenario _signing = new() { Time = { Now = DateTimeOffset.UtcNow } };
    private readonly Scenario _scenario = new(c => new GlauthCharm(c), CharmFiles.Read("glauth-k8s"));
    private readonly RelationState _peers = new("glauth-peers");
    private readonly RelationState _certificates = new("certificates") { RemoteApp = "ca" };
    private readonly RelationState _client = new("ldap") { RemoteApp = "db", RemoteAppData = CharmFiles.Data(("user", "db"), ("group", "model")) };

    private State Ready(params RelationState[] relations) => new()
    {
        Leader = true,
        Config = new Dictionary<string, object>(StringComparer.Ordinal) { ["base_dn"] = slapd.Names.Base },
        Networks = CharmFiles.At("127.60.0.30", "glauth-peers"),
        Storages = [new("directory", 0, "/var/lib/ldap")],
        Relations = [_peers, .. relations],
        Containers = [new("glauth") { CanConnect = true, Execs = [new(["chown"]), new(["ldapwhoami"], Run), new(["ldapsearch"], Run), new(["ldapmodify"], Run)] }],
    };

    private ExecOutput Run(ExecRequest request, string input)
    {
        try
        {
            return slapd.RunAsync(request.Command, input, default).GetAwaiter().GetResult();
        }
        catch (PebbleExecException error)
        {
            return new(error.ExitCode, error.Stdout, error.Stderr);
        }
    }

    private async Task<State> RunAsync(Trigger trigger, State state) => (await _scenario.RunAsync(trigger, state)).State;

    private async Task<string> FailureAsync(State state, string action, params (string, JsonNode)[] parameters) =>
        (await Assert.ThrowsAsync<ActionFailedException>(() => _scenario.RunAsync(Trigger.Action(action, parameters), state))).Message;

    /// <summary>A unit that has its certificate and serves.</summary>
    private async Task<State> ServingAsync(params RelationState[] relations)
    {
        var asking = await RunAsync(Trigger.RelationCreated(_certificates), Ready([_certificates, .. relations]));
        var request = (string)JsonNode.Parse(asking.Relation(_certificates).LocalUnitData["certificate_signing_requests"])![0]!["certificate_signing_request"]!;
        var signed = await _signing.RunAsync(Trigger.Start, _signing.Asking(_signing.Empty, [request]));
        var answered = asking.Relation(_certificates) with { RemoteAppData = signed.Relation(_signing.Relation).LocalAppData };
        return await RunAsync(Trigger.RelationChanged(answered), asking with { Relations = [.. asking.Relations.Where(r => r.Id != answered.Id), answered] });
    }

    [Fact]
    public async Task Without_a_certificate_nothing_is_served()
    {
        var alone = await RunAsync(Trigger.Start, Ready());
        var asking = await RunAsync(Trigger.RelationCreated(_certificates), Ready(_certificates));

        Assert.Equal(Status.Blocked("Missing relation: certificates (howdah integrate glauth-k8s:certificates self-signed-certificates)"), alone.UnitStatus);
        Assert.Equal(Status.Waiting("waiting for ca to sign a certificate"), asking.UnitStatus);
        Assert.Empty(asking.Container("glauth").Layers);
    }

    [Fact]
    public async Task With_one_it_runs_slapd_as_its_own_user_and_tells_whom_to_trust()
    {
        var listener = new RelationState("send-ca-cert") { RemoteApp = "db" };
        var state = await ServingAsync(listener);

        Assert.Equal(Status.Active(), state.UnitStatus);
        var container = state.Container("glauth");
        Assert.Equal("openldap", container.Plan.Services["slapd"].User);
        Assert.Contains("ldaps://127.60.0.30:3894", container.Plan.Services["slapd"].Command, StringComparison.Ordinal);
        Assert.Contains("PRIVATE KEY", container.Files["/var/lib/ldap/server.key"], StringComparison.Ordinal);
        Assert.Contains("BEGIN CERTIFICATE", state.Relation(listener).LocalUnitData["ca"], StringComparison.Ordinal);
        var again = await _scenario.RunAsync(Trigger.UpdateStatus, state);
        Assert.DoesNotContain(again.Commands, c => c.Command is "relation-set" or "secret-set" or "secret-add");
    }

    [Fact]
    public async Task An_application_gets_an_account_of_its_own_which_goes_with_the_relation()
    {
        var state = await ServingAsync(_client);
        var given = state.Relation(_client).LocalAppData;
        var account = $"relation-{_client.Id}";

        Assert.Equal("""["ldaps://127.60.0.30:3894"]""", given["ldaps_urls"]);
        Assert.Equal(slapd.Names.Service(account), given["bind_dn"]);
        var secret = state.Secrets.Single(s => s.Uri == given["bind_password_secret"]);
        Assert.Contains(account, await slapd.Entries.GetServicesAsync(default), StringComparer.Ordinal);
        await WhoAmIAsync(given["bind_dn"], secret.Latest["password"]);

        var after = await RunAsync(Trigger.RelationBroken(state.Relation(_client)), state);

        Assert.DoesNotContain(account, await slapd.Entries.GetServicesAsync(default), StringComparer.Ordinal);
        Assert.DoesNotContain(after.Secrets, s => s.Label?.StartsWith("ldap.", StringComparison.Ordinal) == true);
        await Assert.ThrowsAsync<PebbleExecException>(() => WhoAmIAsync(given["bind_dn"], secret.Latest["password"]));
    }

    [Fact]
    public async Task An_account_that_a_broken_hook_left_behind_gets_a_password_that_is_known()
    {
        await slapd.Entries.AddServiceAsync($"relation-{_client.Id}", "nobody knows", default);

        var state = await ServingAsync(_client);

        var given = state.Relation(_client).LocalAppData;
        await WhoAmIAsync(given["bind_dn"], state.Secrets.Single(s => s.Uri == given["bind_password_secret"]).Latest["password"]);
    }

    [Fact]
    public async Task People_and_groups_come_and_go_by_actions()
    {
        var state = await ServingAsync();
        await RunAsync(Trigger.Action("add-group", ("group", "dev")), state);
        await RunAsync(Trigger.Action("add-group", ("group", "ops")), state);
        var added = await _scenario.RunAsync(Trigger.Action("add-user", ("username", "o'brien \"x\""), ("groups", "dev, ops")), state);
        await WhoAmIAsync(slapd.Names.Person("o'brien \"x\""), added.Action.Results["password"]);

        Assert.Equal("There is a user o'brien \"x\" already", await FailureAsync(state, "add-user", ("username", "o'brien \"x\"")));
        Assert.Equal("There is no group nowhere: add it first (add-group group=…)", await FailureAsync(state, "add-user", ("username", "bob"), ("groups", "nowhere")));
        Assert.StartsWith("The name of the user has a *", await FailureAsync(state, "add-user", ("username", "*)(uid=*")), StringComparison.Ordinal);
        Assert.Equal("There is a group dev already", await FailureAsync(state, "add-group", ("group", "dev")));

        await RunAsync(Trigger.Action("remove-member", ("group", "ops"), ("username", "o'brien \"x\"")), state);
        var listed = await _scenario.RunAsync(Trigger.Action("list-users"), state);
        Assert.Contains("o'brien \"x\": dev", listed.Action.Results["users"].Split('\n'), StringComparer.Ordinal);
        Assert.Contains("ops", listed.Action.Results["groups"].Split('\n'), StringComparer.Ordinal);

        var reset = await _scenario.RunAsync(Trigger.Action("set-user-password", ("username", "o'brien \"x\"")), state);
        await WhoAmIAsync(slapd.Names.Person("o'brien \"x\""), reset.Action.Results["password"]);
        await Assert.ThrowsAsync<PebbleExecException>(() => WhoAmIAsync(slapd.Names.Person("o'brien \"x\""), added.Action.Results["password"]));

        await RunAsync(Trigger.Action("remove-user", ("username", "o'brien \"x\"")), state);
        var tree = await slapd.Entries.ReadAsync(default);
        Assert.Empty(tree.Groups["dev"]);
        Assert.Equal("There is no user o'brien \"x\"", await FailureAsync(state, "remove-user", ("username", "o'brien \"x\"")));
        await RunAsync(Trigger.Action("remove-group", ("group", "dev")), state);
        await RunAsync(Trigger.Action("remove-group", ("group", "ops")), state);
    }

    [Fact]
    public async Task A_password_of_a_secret_is_taken_and_not_shown_anywhere()
    {
        var secret = new SecretState(CharmFiles.Data(("password", "chosen by carol")));
        var empty = new SecretState(CharmFiles.Data(("other", "x")));
        var state = await ServingAsync();
        state = state with { Secrets = [.. state.Secrets, secret, empty] };

        var added = await _scenario.RunAsync(Trigger.Action("add-user", ("username", "carol"), ("secret", secret.Uri)), state);

        Assert.Empty(added.Action.Results);
        Assert.DoesNotContain(added.Commands, c => c.ToString().Contains("chosen by", StringComparison.Ordinal));
        Assert.DoesNotContain(added.Logs, l => l.Message.Contains("chosen by", StringComparison.Ordinal));
        await WhoAmIAsync(slapd.Names.Person("carol"), "chosen by carol");
        Assert.Equal($"{empty.Uri} has no key password", await FailureAsync(state, "set-user-password", ("username", "carol"), ("secret", empty.Uri)));
        await RunAsync(Trigger.Action("remove-user", ("username", "carol")), state);
    }

    [Fact]
    public async Task A_second_unit_is_told_that_the_directory_is_on_one()
    {
        var peers = _peers with { LocalAppData = CharmFiles.Data(("server", "glauth-k8s/0")) };
        var second = new Scenario(c => new GlauthCharm(c), CharmFiles.Read("glauth-k8s")) { UnitNumber = 1 };

        var state = Ready() with { Leader = false, PlannedUnits = 2, Relations = [peers] };
        var result = await second.RunAsync(Trigger.PebbleReady("glauth"), state);
        var failure = await Assert.ThrowsAsync<ActionFailedException>(() => second.RunAsync(Trigger.Action("list-users"), state));

        Assert.Equal(Status.Blocked("the directory is on one unit, which is glauth-k8s/0: remove this one"), result.State.UnitStatus);
        Assert.Equal("The directory is on glauth-k8s/0: run it there", failure.Message);
    }

    [Fact]
    public async Task The_base_cannot_change_under_a_directory()
    {
        var state = await ServingAsync() with { Config = new Dictionary<string, object>(StringComparer.Ordinal) { ["base_dn"] = "dc=other" } };

        Assert.Equal(
            Status.Blocked($"base_dn is 'dc=other'; allowed: {slapd.Names.Base}, with which the directory was made"),
            (await RunAsync(Trigger.ConfigChanged, state)).UnitStatus);
    }

    private async Task WhoAmIAsync(string dn, string password)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, password);
            await slapd.RunAsync(["ldapwhoami", "-x", "-H", slapd.Paths.LocalUrl, "-D", dn, "-y", file], "", default);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
