using System.Text.Json.Nodes;
using Howdah.Ops.TestCharm;
using Howdah.Ops.Testing;
using Howdah.Pebble.Client;

namespace Howdah.Ops.Tests.Everything;

public sealed class EverythingCharmTests
{
    private static readonly Scenario Scenario = new(c => new EverythingCharm(c), EverythingFiles.Metadata);

    private static RelationState Peers => new("peers")
    {
        RemoteUnits = new Dictionary<int, IReadOnlyDictionary<string, string>> { [1] = RelationState.UnitAt("192.0.2.1") },
    };

    private static RelationState Etcd => new("etcd")
    {
        RemoteApp = "etcd",
        RemoteAppData = new Dictionary<string, string> { ["endpoints"] = "http://etcd:2379", ["version"] = "3.4.23" },
    };

    private static RelationState Client => new("database")
    {
        RemoteApp = "client",
        RemoteAppData = new Dictionary<string, string>
        {
            ["database"] = "shop",
            ["requested-secrets"] = """["username","password","tls","tls-ca","uris"]""",
        },
    };

    private static State Ready => new()
    {
        Leader = true,
        Relations = [Peers, Etcd],
        Containers = [new ContainerState("work-load") { CanConnect = true }],
    };

    [Fact]
    public async Task A_leader_that_has_all_it_needs_is_active()
    {
        var result = await Scenario.RunAsync(Trigger.ConfigChanged, Ready);

        Assert.Equal(Status.Active("Primary"), result.State.UnitStatus);
        Assert.Equal("pw-1", result.State.Secret("passwords").Content["operator"]);
        Assert.Equal("everything-0", result.State.Relations.Single(r => r.Endpoint == "peers").LocalUnitData["host"]);
        Assert.Equal("/everything/", result.State.Relations.Single(r => r.Endpoint == "etcd").LocalAppData["prefix"]);
        var container = result.State.Container("work-load");
        Assert.Equal("workers=2\nstore=http://etcd:2379\n", container.Files["/etc/work/load.conf"]);
        Assert.Equal("active", container.Services["work"]);
        Assert.Equal("sleep 1000", container.Plan.Services["work"].Command);
    }

    [Fact]
    public async Task A_second_run_changes_nothing_and_writes_nothing()
    {
        var first = await Scenario.RunAsync(Trigger.ConfigChanged, Ready);
        var second = await Scenario.RunAsync(Trigger.ConfigChanged, first.State);

        Assert.DoesNotContain(second.Commands, c => c.Command is "relation-set" or "secret-add" or "secret-set");
        Assert.Empty(second.Logs);
        Assert.True(second.Commands.Count <= 11, string.Join('\n', second.Commands));
    }

    [Fact]
    public async Task The_first_step_that_is_not_done_gives_the_status()
    {
        var result = await Scenario.RunAsync(Trigger.ConfigChanged, Ready with { Relations = [Peers] });

        Assert.Equal(Status.Waiting("for etcd"), result.State.UnitStatus);
        Assert.Empty(result.State.Secrets);
    }

    [Fact]
    public async Task A_container_that_is_not_up_is_waited_for()
    {
        var result = await Scenario.RunAsync(Trigger.ConfigChanged, Ready with { Containers = [] });

        Assert.Equal(Status.Waiting("for the container"), result.State.UnitStatus);
    }

    [Fact]
    public async Task An_option_that_is_wrong_blocks_and_the_hook_ends_well()
    {
        var result = await Scenario.RunAsync(
            Trigger.ConfigChanged, Ready with { Config = new Dictionary<string, object> { ["workers"] = 0 } });

        Assert.Equal(Status.Blocked("Invalid config: workers must be positive"), result.State.UnitStatus);
    }

    [Fact]
    public async Task A_client_gets_its_password_in_a_secret_and_not_in_the_databag()
    {
        var client = Client;
        var result = await Scenario.RunAsync(Trigger.RelationChanged(client), Ready with { Relations = [Peers, Etcd, client] });

        var bag = result.State.Relation(client).LocalAppData;
        var secret = result.State.Secret($"database.{client.Id}.user.secret");
        Assert.Equal(secret.Uri, bag["secret-user"]);
        Assert.Equal("pw-shop", secret.Content["password"]);
        Assert.Equal([(client.Id, "client")], secret.Grants);
        Assert.Equal(["data", "database", "endpoints", "read-only-endpoints", "secret-tls", "secret-user", "version"],
            bag.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("primary:5432", bag["endpoints"]);
        Assert.Equal("False", result.State.Secret($"database.{client.Id}.tls.secret").Content["tls"]);
    }

    [Fact]
    public async Task An_action_gives_results_with_the_defaults_of_its_parameters()
    {
        var result = await Scenario.RunAsync(Trigger.Action("greet", ("name", JsonValue.Create("world"))), new State());

        Assert.Equal("hello world", result.Action.Results["text"]);
        Assert.Equal("no", result.Action.Results["nested.loud"]);
        Assert.Equal(["greeting"], result.Action.Logs);
    }

    [Fact]
    public async Task An_action_that_fails_says_why()
    {
        var failure = await Assert.ThrowsAsync<ActionFailedException>(
            () => Scenario.RunAsync(Trigger.Action("greet", ("name", JsonValue.Create("nobody"))), new State()));

        Assert.Equal("nobody to greet", failure.Message);
    }

    [Fact]
    public async Task A_parameter_that_the_record_refuses_fails_the_action()
    {
        var failure = await Assert.ThrowsAsync<ActionFailedException>(
            () => Scenario.RunAsync(Trigger.Action("greet", ("name", JsonValue.Create(""))), new State()));

        Assert.Equal("there is nobody without a name", failure.Message);
    }

    [Fact]
    public async Task An_action_that_throws_shows_the_exception_and_fails()
    {
        var thrown = await Assert.ThrowsAsync<UncaughtCharmException>(
            () => Scenario.RunAsync(Trigger.Action("explode"), new State()));

        Assert.IsType<InvalidOperationException>(thrown.InnerException);
        Assert.Contains("Uncaught InvalidOperationException in charm code: it exploded", thrown.Result.Output,
        StringComparison.Ordinal);
        Assert.Contains(thrown.Result.Logs, l =>
            l.Level == "ERROR" && l.Message.Contains("it exploded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deferred_event_comes_again_before_the_next_one_and_only_once()
    {
        var first = await Scenario.RunAsync(Trigger.UpdateStatus, new State());
        var second = await Scenario.RunAsync(Trigger.UpdateStatus, first.State);

        Assert.Single(first.State.Charm.Deferred);
        Assert.Equal("3", second.State.Charm.Stored["charm"]["count"]);
        Assert.Single(second.State.Charm.Deferred);

        // Told again with the count beyond 3 it defers forever; what matters is that there is one of it.
        var third = await Scenario.RunAsync(Trigger.UpdateStatus, second.State);
        Assert.Single(third.State.Charm.Deferred);
    }

    [Fact]
    public async Task A_notice_brings_its_data()
    {
        var notice = new Notice("7", "custom", "howdah.dev/role")
        {
            LastData = new Dictionary<string, string> { ["role"] = "primary" },
        };
        var state = Ready with { Containers = [new ContainerState("work-load") { CanConnect = true, Notices = [notice] }] };

        var result = await Scenario.RunAsync(Trigger.PebbleCustomNotice("work-load", "7", "howdah.dev/role"), state);

        Assert.Equal("howdah.dev/role primary", result.State.Charm.Stored["charm"]["notice"]);
    }

    [Fact]
    public async Task Storage_and_secret_events_carry_what_they_are_about()
    {
        var storage = new StorageState("data", 0, "/data");
        var attached = await Scenario.RunAsync(Trigger.StorageAttached(storage), new State { Storages = [storage] });
        Assert.Equal("/data", attached.State.Charm.Stored["charm"]["location"]);

        var content = new Dictionary<string, string> { ["key"] = "v" };
        var secret = new SecretState(content) { Owner = SecretOwner.Application, LatestRevision = 3 };
        var removed = await Scenario.RunAsync(Trigger.SecretRemove(secret, 2), new State { Leader = true, Secrets = [secret] });
        Assert.Equal([(secret.Id, 2)], removed.RemovedRevisions);
    }

    [Fact]
    public async Task An_event_that_nobody_observes_runs_no_hook_command()
    {
        var result = await Scenario.RunAsync(Trigger.UpgradeCharm, new State());

        Assert.Empty(result.Commands);
    }

    [Fact]
    public async Task A_state_that_no_engine_would_give_is_refused()
    {
        var state = new State
        {
            Config = new Dictionary<string, object> { ["workers"] = "two", ["unknown"] = 1 },
            Containers = [new ContainerState("other")],
            Relations = [new RelationState("nowhere")],
        };

        var refused = await Assert.ThrowsAsync<InconsistentScenarioException>(
            () => Scenario.RunAsync(Trigger.RelationChanged(Client), state));

        Assert.Equal(5, refused.Errors.Count);
    }
}
