using Howdah.Engine.Changes;
using Howdah.Engine.Models;
using Howdah.Engine.Resolving;
using Howdah.Engine.Substrates;

namespace Howdah.Engine.Tests.Resolving;

public sealed class ResolverTests
{
    private const string Database = """
        name: db
        containers: { a: { resource: i }, b: { resource: i } }
        resources: { i: { type: oci-image } }
        storage: { data: { type: filesystem } }
        peers: { cluster: { interface: peers } }
        provides: { db: { interface: sql } }
        """;

    [Fact]
    public void Startup_has_the_order_of_a_sidecar_charm()
    {
        var it = Deployed(Database);
        Assert.Equal(
            ["install", "cluster-relation-created db", "leader-elected", "data-storage-attached data/0", "config-changed", "start"],
            it.Run("db/0"));
    }

    [Fact]
    public void Storage_that_is_taken_away_while_the_charm_is_told_of_it_is_told_to_detach()
    {
        var it = Deployed("name: db\nstorage: { data: { type: filesystem, multiple: { range: 0- } } }");
        it.Run("db/0");
        it.Change(model => Storages.Add(model, "db/0", "data", 1, it.Now));
        Assert.Equal("data-storage-attached data/0", it.RunOne("db/0", model => Storages.Detach(model, "data/0", it.Now)));
        Assert.Equal(["data-storage-detaching data/0"], it.Run("db/0"));
        Assert.Null(it.Model.Storages["data/0"].Unit);
    }

    [Fact]
    public void Storage_that_goes_after_the_engine_died_under_its_attached_hook_is_told_to_detach()
    {
        var it = Deployed("name: db\nstorage: { data: { type: filesystem, multiple: { range: 0- } } }");
        it.Run("db/0");
        it.Change(model => Storages.Add(model, "db/0", "data", 1, it.Now));
        Assert.Equal("data-storage-attached data/0", it.BeginOne("db/0"));
        it.Change(model => Storages.Detach(model, "data/0", it.Now));
        Assert.Equal(["data-storage-detaching data/0"], it.Run("db/0"));
        Assert.Null(it.Model.Storages["data/0"].Unit);
        Assert.Empty(it.Model.Units["db/0"].Told.KnownStorages);
    }

    [Fact]
    public void A_suspended_relation_is_departed_and_broken_and_created_anew_when_it_is_resumed()
    {
        var it = Related(units: 1);
        it.RunAll();
        it.Change(model => Relations.Update(model, 1, relation => relation with { Suspended = "" }));
        Assert.Equal(["database-relation-departed db/0 departing db/0", "database-relation-broken db"], it.Run("client/0"));
        it.RunAll();
        Assert.Contains(1, it.Model.Relations.Keys);
        it.Change(model => Relations.Update(model, 1, relation => relation with { Suspended = null }));
        it.Run("db/0");
        Assert.Equal(
            ["database-relation-created db", "database-relation-joined db/0", "database-relation-changed db/0"], it.Run("client/0"));
    }

    [Fact]
    public void A_unit_that_entered_a_relation_and_was_never_told_so_hears_of_its_end_before_it_stops()
    {
        var it = Deployed("name: db\nprovides: { db: { interface: sql } }");
        it.Deploy("name: client\nrequires: { database: { interface: sql } }");
        it.RunAll();
        it.Change(model => Relations.Add(model, "db", "client", it.Now, out _));
        Assert.Equal("db-relation-created client", it.FailOne("db/0", TimeSpan.FromMinutes(1)));
        it.Change(model => Units.Remove(model, model.Units["db/0"], destroyStorage: false, force: false));
        Assert.Equal(["db-relation-broken client", "stop", "remove"], it.Run("db/0"));
    }

    [Fact]
    public void Containers_that_are_ready_early_are_told_after_install_but_never_between_config_changed_and_start()
    {
        var it = Deployed(Database);
        it.Happen("db/0", new ContainerEvent.Ready("a", "boot"));
        Assert.Equal(["install", "cluster-relation-created db", "leader-elected", "a-pebble-ready"], Repeat(4, () => it.RunOne("db/0")));
        Assert.Equal(["data-storage-attached data/0", "config-changed"], Repeat(2, () => it.RunOne("db/0")));
        it.Happen("db/0", new ContainerEvent.Ready("b", "boot"));
        it.Change(model => Operations.Add(model, ["db/0"], "x", default, "", it.Now, out _));
        Assert.Equal("start", it.RunOne("db/0"));
        Assert.Equal("b-pebble-ready", it.RunOne("db/0"));
        Assert.IsType<Step.Task>(it.Next("db/0"));
    }

    [Fact]
    public void A_relation_that_comes_later_is_created_then_joined_and_changed_a_unit_at_a_time()
    {
        var it = Related(units: 2);
        it.RunAll();
        it = Related(units: 2);
        it.Run("db/0");
        it.Run("db/1");
        var told = it.Run("client/0");
        Assert.Equal(
            [
                "database-relation-created db", "database-relation-joined db/0", "database-relation-changed db/0", "database-relation-joined db/1",
                "database-relation-changed db/1",
            ],
            told.Where(hook => hook.StartsWith("database", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Acceptance", "60")]
    [Trait("Acceptance", "61")]
    public void Writes_between_two_hooks_are_told_once_and_equal_ones_never()
    {
        var it = Related(units: 1);
        it.RunAll();
        it.Change(model => it.WriteUnit(model, 1, "db/0", "1"));
        it.Change(model => it.WriteUnit(model, 1, "db/0", "2"));
        Assert.Equal(["database-relation-changed db/0"], it.Run("client/0"));
        it.Change(model => it.WriteUnit(model, 1, "db/0", "2"));
        Assert.Empty(it.Run("client/0"));
        Assert.Empty(it.Run("db/0"));
    }

    [Fact]
    public void What_changes_while_a_hook_runs_is_told_by_another_one()
    {
        var it = Related(units: 1);
        it.RunAll();
        it.Change(model => it.WriteUnit(model, 1, "db/0", "1"));
        Assert.Equal("database-relation-changed db/0", it.RunOne("client/0", model => it.WriteUnit(model, 1, "db/0", "meanwhile")));
        Assert.Equal(["database-relation-changed db/0"], it.Run("client/0"));
    }

    [Fact]
    public void Application_data_is_told_to_the_other_side_only()
    {
        var it = Related(units: 2);
        it.RunAll();
        it.Change(model => it.WriteApplication(model, 1, "db", "x"));
        Assert.Equal(["database-relation-changed db"], it.Run("client/0"));
        Assert.Empty(it.Run("db/0"));
        Assert.Empty(it.Run("db/1"));
    }

    [Fact]
    public void A_removed_relation_is_departed_broken_and_gone()
    {
        var it = Related(units: 2);
        it.RunAll();
        it.Change(model => Relations.Remove(model, model.Relations[1]));
        Assert.Equal(
            ["database-relation-departed db/0 departing db/0", "database-relation-departed db/1 departing db/1", "database-relation-broken db"],
            it.Run("client/0"));
        it.RunAll();
        Assert.DoesNotContain(1, it.Model.Relations.Keys);
        Assert.DoesNotContain(1, it.Model.Units["db/0"].Told.Relations.Keys);
    }

    [Fact]
    public void A_relation_removed_before_a_unit_heard_of_it_is_never_mentioned()
    {
        var it = Related(units: 1);
        it.Change(model => Relations.Remove(model, model.Relations[1]));
        Assert.DoesNotContain(it.Run("client/0"), hook => hook.StartsWith("database", StringComparison.Ordinal));
        Assert.DoesNotContain(1, it.Model.Relations.Keys);
    }

    [Fact]
    public void A_relation_removed_while_a_unit_is_told_of_its_creation_is_broken_too()
    {
        var it = Related(units: 1);
        it.RunAll();
        it.Change(model => Relations.Add(model, "db:db", "client:again", it.Now, out _));
        var created = ((Step.Hook)it.Next("client/0")!).Info;
        Assert.Equal("again-relation-created", created.Name);
        it.Change(model => Outcome.Begin(model, "client/0", created, it.Now));
        it.Change(model => Relations.Remove(model, model.Relations[2]));
        Assert.Equal(["again-relation-broken db"], it.Run("client/0"));
        Assert.DoesNotContain(2, it.Model.Relations.Keys);
    }

    [Fact]
    public void A_unit_that_goes_detaches_departs_breaks_stops_and_is_removed()
    {
        var it = Related(units: 2);
        it.RunAll();
        it.Change(model => Units.Remove(model, model.Units["db/1"], destroyStorage: false, force: false));
        Assert.Equal(
            [
                "data-storage-detaching data/1", "cluster-relation-departed db/0 departing db/1", "db-relation-departed client/0 departing db/1",
                "db-relation-broken client", "stop", "remove",
            ],
            it.Run("db/1"));
        Assert.IsType<Step.Remove>(it.Next("db/1"));
        Assert.Equal(WorkloadStatus.Terminated, it.Model.Units["db/1"].Workload.Current);
        Assert.Equal(["cluster-relation-departed db/1 departing db/1"], it.Run("db/0"));
        Assert.Equal(["database-relation-departed db/1 departing db/1"], it.Run("client/0"));
    }

    [Fact]
    public void A_unit_that_was_never_installed_or_is_forced_goes_without_a_word()
    {
        var it = Deployed(Database);
        it.Change(model => Units.Remove(model, model.Units["db/0"], destroyStorage: false, force: false));
        Assert.IsType<Step.Remove>(it.Next("db/0"));

        it = Deployed(Database);
        it.RunAll();
        it.Change(model => Units.Remove(model, model.Units["db/0"], destroyStorage: false, force: true));
        Assert.IsType<Step.Remove>(it.Next("db/0"));
    }

    [Fact]
    public void An_application_is_gone_with_its_last_unit()
    {
        var it = Related(units: 2);
        it.RunAll();
        it.Change(model => Applications.Remove(model, "db", destroyStorage: false, force: false));
        it.RunAll();
        Assert.Equal(["client"], it.Model.Applications.Keys);
        Assert.Empty(it.Model.Relations);
        Assert.Equal(["local:client-0"], it.Model.Charms.Keys);
        Assert.All(it.Model.Storages.Values, storage => Assert.Null(storage.Unit));
    }

    [Fact]
    public void While_a_hook_is_failed_only_it_and_tasks_run_and_it_only_when_its_time_has_come()
    {
        var it = Related(units: 1);
        it.RunAll();
        it.Change(model => it.WriteUnit(model, 1, "db/0", "1"));
        Assert.Equal("database-relation-changed db/0", it.FailOne("client/0", TimeSpan.FromSeconds(5)));
        Assert.Equal("hook failed: \"database-relation-changed\" for db:database", it.Model.Units["client/0"].WorkloadShown.Message);
        it.Happen("client/0", new ContainerEvent.Ready("x", "y"));
        Assert.Null(it.Next("client/0"));
        Assert.Equal(it.Now + TimeSpan.FromSeconds(5), it.NextLook("client/0"));
        it.Change(model => Operations.Add(model, ["client/0"], "x", default, "", it.Now, out _));
        Assert.IsType<Step.Task>(it.Next("client/0"));
        it.Change(model => Operations.Update(model, 2, task => task with { Status = Models.TaskStatus.Completed }));
        it.Now += TimeSpan.FromSeconds(5);
        Assert.Equal("database-relation-changed db/0", it.RunOne("client/0"));
        Assert.Null(it.Model.Units["client/0"].Told.Failure);
    }

    [Fact]
    public void A_unit_that_goes_forgets_a_failed_hook_that_does_not_matter_any_more()
    {
        var it = Deployed(Database);
        it.RunAll();
        it.Change(model => model with
        {
            Applications = model.Applications.SetItem("db", model.Applications["db"] with { ConfigDigest = "other" }),
        });
        it.FailOne("db/0", TimeSpan.FromHours(1));
        it.Change(model => Units.Remove(model, model.Units["db/0"], destroyStorage: false, force: false));
        Assert.Equal(["data-storage-detaching data/0", "stop"], Repeat(2, () => it.RunOne("db/0")));
        it.FailOne("db/0", TimeSpan.FromHours(1));
        Assert.Null(it.Next("db/0"));
    }

    [Fact]
    public void A_new_leader_is_told()
    {
        var it = Deployed(Database, units: 2);
        it.RunAll();
        it.Change(model => model with
        {
            Applications = model.Applications.SetItem("db", model.Applications["db"] with { Leader = "db/1" }),
        });
        Assert.Equal(["leader-elected"], it.Run("db/1"));
        Assert.Empty(it.Run("db/0"));
    }

    [Fact]
    [Trait("Acceptance", "71")]
    public void Update_status_comes_when_it_is_due_and_nothing_else_is()
    {
        var it = Deployed(Database);
        it.UpdateStatusAt = it.Now;
        Assert.Equal("install", it.RunOne("db/0"));
        while (it.Model.Units["db/0"] is { Told.Started: false })
        {
            Assert.NotEqual("update-status", it.RunOne("db/0"));
        }

        Assert.Equal("update-status", it.RunOne("db/0"));
        it.UpdateStatusAt = it.Now + TimeSpan.FromMinutes(5);
        Assert.Null(it.Next("db/0"));
        Assert.Equal(it.UpdateStatusAt, it.NextLook("db/0"));
    }

    [Fact]
    public void A_changed_address_is_a_changed_configuration()
    {
        var it = Deployed(Database);
        it.RunAll();
        it.Change(model => Units.Update(model, "db/0", unit => unit with { Address = "127.9.9.9" }));
        Assert.Equal(["config-changed"], it.Run("db/0"));
    }

    [Fact]
    public void A_configuration_that_was_begun_to_be_told_and_taken_back_is_told_again()
    {
        var it = Deployed(Database);
        it.RunAll();
        var before = it.Model.Applications["db"];
        it.Change(model => model with { Applications = model.Applications.SetItem("db", before with { ConfigDigest = "other" }) });
        it.BeginOne("db/0");
        it.Change(model => model with { Applications = model.Applications.SetItem("db", before) });
        Assert.Equal(["config-changed"], it.Run("db/0"));
    }

    [Fact]
    public void A_member_that_was_begun_to_be_joined_and_is_gone_is_departed_and_one_that_is_there_joined_again()
    {
        var it = Related(units: 2);
        it.Run("db/0");
        it.Run("db/1");
        while (it.Next("client/0") is Step.Hook { Info.Kind: not HookKind.RelationJoined })
        {
            it.RunOne("client/0");
        }

        Assert.Equal("database-relation-joined db/0", it.BeginOne("client/0"));
        Assert.Equal("database-relation-joined db/0", it.BeginOne("client/0"));
        var relation = it.Model.Relations.Values.Single(candidate => !candidate.IsPeer);
        it.Change(model => Relations.Leave(model, relation.Id, "db/0"));
        Assert.Equal("database-relation-departed db/0 departing db/0", it.RunOne("client/0"));
        Assert.Equal("database-relation-joined db/1", it.RunOne("client/0"));
    }

    private static Simulation Deployed(string metadata, int units = 1)
    {
        var it = new Simulation();
        it.Deploy(metadata, units);
        return it;
    }

    private static Simulation Related(int units)
    {
        var it = Deployed(Database, units);
        it.Deploy("name: client\nrequires: { database: { interface: sql }, again: { interface: sql } }");
        it.Change(model => Relations.Add(model, "db", "client:database", it.Now, out _));
        return it;
    }

    private static List<T> Repeat<T>(int times, Func<T> make) => [.. Enumerable.Range(0, times).Select(_ => make())];
}
