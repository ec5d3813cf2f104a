using Howdah.Charms.PostgresqlK8s.Guard;
using Howdah.Charms.PostgresqlK8s.Patroni;
using Howdah.Ops;
using Howdah.Ops.Testing;

namespace Howdah.Charms.Tests.Scenarios;

public sealed class PostgresqlCharmTest
{
    private readonly PostgresqlScenario _unit = new();

    private Task<ScenarioResult> RunAsync(Trigger trigger, State state) => _unit.Scenario.RunAsync(trigger, state);

    [Fact]
    public async Task The_leader_makes_the_passwords_and_names_the_cluster_once()
    {
        var state = new State { Leader = true, PlannedUnits = 3, Relations = [_unit.Peers] };

        var result = await RunAsync(Trigger.LeaderElected, state);

        var secret = result.State.Secret(PostgresqlScenario.SecretLabel);
        Assert.Equal(
            ["backup-password", "monitoring-password", "operator-password", "patroni-password", "replication-password", "rewind-password"],
            secret.Latest.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(6, secret.Latest.Values.Distinct(StringComparer.Ordinal).Count());
        Assert.All(secret.Latest.Values, p => Assert.Equal(32, p.Length));
        var peers = result.State.Relation(_unit.Peers).LocalAppData;
        Assert.Equal(8, peers["cluster-id"].Length);
        Assert.DoesNotContain(peers.Values, v => secret.Latest.Values.Contains(v, StringComparer.Ordinal));
        Assert.Equal(StatusKind.Blocked, result.State.UnitStatus.Kind);
        Assert.StartsWith("Missing relation: etcd", result.State.UnitStatus.Message, StringComparison.Ordinal);

        var again = await RunAsync(Trigger.UpdateStatus, result.State);
        Assert.Equal(peers["cluster-id"], again.State.Relation(_unit.Peers).LocalAppData["cluster-id"]);
        Assert.Equal(secret.Latest, again.State.Secret(PostgresqlScenario.SecretLabel).Latest);
    }

    [Fact]
    public async Task Other_units_wait_for_the_passwords()
    {
        var result = await RunAsync(Trigger.Start, new State { PlannedUnits = 3, Relations = [_unit.Peers] });

        Assert.Equal(Status.Waiting("waiting for the leader to make the passwords"), result.State.UnitStatus);
    }

    [Fact]
    public async Task A_unit_that_knows_all_it_needs_starts_postgresql_without_waiting_for_it()
    {
        var result = await RunAsync(Trigger.PebbleReady("postgresql"), _unit.Ready());

        var container = result.State.Container("postgresql");
        Assert.Equal("active", container.Services["postgresql"]);
        Assert.Matches("^/var/lib/postgresql/data/bin/guard-[0-9a-f-]+ patroni-guard --config ", container.Plan.Services["postgresql"].Command);
        Assert.Equal("postgres", container.Plan.Services["postgresql"].User);
        Assert.Equal($"http://{PostgresqlScenario.Address}:8008/liveness", container.Plan.Checks["patroni"].Http?.Url);
        var patroni = container.Files["/var/lib/postgresql/data/patroni.yml"];
        Assert.Contains("connect_address: \"postgresql-k8s-0.postgresql-k8s-endpoints:5432\"", patroni, StringComparison.Ordinal);
        Assert.Contains("synchronous_mode_strict: true", patroni, StringComparison.Ordinal);
        Assert.Contains("bin_dir: \"/usr/lib/postgresql/15/bin\"", patroni, StringComparison.Ordinal);
        Assert.Contains("namespace: \"/howdah/9f2c01ab/\"", patroni, StringComparison.Ordinal);
        var guard = System.Text.Json.JsonSerializer.Deserialize(
            container.Files["/var/lib/postgresql/data/guard.json"], GuardJson.Default.GuardSettings)!;
        Assert.Equal("/howdah/9f2c01ab/postgresql-k8s/leader", guard.LeaderKey);
        Assert.Equal(StoreApi.EtcdV2, guard.StoreApi);
        Assert.Equal(StatusKind.Maintenance, result.State.UnitStatus.Kind);
    }

    [Fact]
    public async Task No_password_is_anywhere_but_in_its_file_and_its_secret()
    {
        var result = await RunAsync(Trigger.PebbleReady("postgresql"), _unit.Ready());

        Assert.DoesNotContain(result.Commands, c => c.ToString().Contains("password-of-", StringComparison.Ordinal));
        Assert.DoesNotContain("password-of-", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Logs, l => l.Message.Contains("password-of-", StringComparison.Ordinal));
        Assert.DoesNotContain("password-of-", result.State.Container("postgresql").Plan.ToYaml(), StringComparison.Ordinal);
        Assert.DoesNotContain("password-of-", result.State.Container("postgresql").Files["/var/lib/postgresql/data/guard.json"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_look_writes_nothing()
    {
        var first = await RunAsync(Trigger.PebbleReady("postgresql"), _unit.Ready());

        var second = await RunAsync(Trigger.UpdateStatus, first.State);

        Assert.Equal(first.State.Container("postgresql").Files, second.State.Container("postgresql").Files);
        Assert.Equal(first.State.Container("postgresql").Layers.Count, second.State.Container("postgresql").Layers.Count);
        Assert.DoesNotContain(second.Commands, c => c.Command is "relation-set" or "secret-set");
    }

    [Fact]
    public async Task Versions_that_lose_writes_together_are_refused()
    {
        var store = _unit.Store with { RemoteAppData = CharmFiles.Data(("endpoints", "http://127.63.2.2:2379"), ("version", "3.6.1")) };
        var state = _unit.Ready();
        state = state with { Relations = [state.Relation(_unit.Peers), store] };

        var result = await RunAsync(Trigger.PebbleReady("postgresql"), state);

        Assert.Equal(StatusKind.Blocked, result.State.UnitStatus.Kind);
        Assert.StartsWith("Patroni 3.0.2 can lose acknowledged writes on etcd 3.6.1", result.State.UnitStatus.Message, StringComparison.Ordinal);
        Assert.Empty(result.State.Container("postgresql").Layers);
    }

    [Fact]
    public async Task A_unit_that_goes_does_not_start_postgresql_again()
    {
        var running = await RunAsync(Trigger.PebbleReady("postgresql"), _unit.Ready());

        var leaving = await RunAsync(Trigger.StorageDetaching(running.State.Storages[0]), running.State);
        var after = await RunAsync(Trigger.UpdateStatus, leaving.State);

        Assert.Equal("inactive", leaving.State.Container("postgresql").Services["postgresql"]);
        Assert.Equal("inactive", after.State.Container("postgresql").Services["postgresql"]);
        Assert.Equal(Status.Maintenance("leaving the cluster"), after.State.UnitStatus);
        var back = await RunAsync(Trigger.Start, after.State);
        Assert.Equal("active", back.State.Container("postgresql").Services["postgresql"]);
    }
}
