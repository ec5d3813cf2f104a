using Howdah.Engine.Changes;
using Howdah.Engine.Models;
using Howdah.Engine.Resolving;

namespace Howdah.Engine.Tests.Resolving;

public sealed class RefreshTests
{
    private const string Old = """
        name: db
        storage: { data: { type: filesystem, location: /srv } }
        peers: { cluster: { interface: peers } }
        provides: { db: { interface: sql } }
        """;

    private const string New = Old + "\nsummary: new";

    [Fact]
    [Trait("Acceptance", "74")]
    public void Units_take_the_new_charm_one_after_another_from_the_highest_number_down()
    {
        var it = Deployed();
        it.Refresh("db", New);
        Assert.Null(it.Next("db/0"));
        Assert.Null(it.Next("db/1"));
        it.Take("db/2");
        Assert.Equal("upgrade-charm", it.RunOne("db/2"));
        Assert.Null(it.Next("db/1"));
        Assert.Equal("config-changed", it.RunOne("db/2"));
        Assert.Null(it.Next("db/2"));
        it.Take("db/1");
        Assert.Equal(["upgrade-charm", "config-changed"], it.Run("db/1"));
        it.Take("db/0");
        Assert.NotNull(it.Model.Applications["db"].Refresh);
        Assert.Equal(["upgrade-charm", "config-changed"], it.Run("db/0"));
        Assert.Null(it.Model.Applications["db"].Refresh);
        Assert.Equal(["local:db-1"], it.Model.Charms.Keys);
        Assert.Equal(["local:db-1"], it.Model.CharmRecords.Keys);
    }

    [Theory]
    [InlineData("upgrade-charm", 0)]
    [InlineData("config-changed", 1)]
    public void When_the_new_charm_fails_all_units_go_back_and_the_status_says_so(string hook, int succeed)
    {
        var it = Deployed();
        it.Refresh("db", New);
        it.Take("db/2");
        it.Run("db/2");
        it.Take("db/1");
        for (var run = 0; run < succeed; run++)
        {
            it.RunOne("db/1");
        }

        Assert.Equal(hook, it.FailOne("db/1", TimeSpan.FromHours(1)));
        var application = it.Model.Applications["db"];
        Assert.Equal(("local:db-0", null), (application.CharmId, application.Refresh));
        Assert.Equal(
            $"refresh to local:db-1 rolled back: hook \"{hook}\" failed on db/1", it.Model.StatusOf(application).Message);
        Assert.Null(it.Next("db/0"));
        it.Take("db/2");
        it.Take("db/1");
        Assert.Equal(["upgrade-charm", "config-changed"], it.Run("db/1"));
        Assert.Equal(["upgrade-charm", "config-changed"], it.Run("db/2"));
        Assert.Equal(["local:db-0"], it.Model.Charms.Keys);
        Assert.All(it.Model.Units.Values, unit => Assert.Equal(("local:db-0", null), (unit.CharmId, unit.Told.Failure)));

        it.Refresh("db", New);
        Assert.Equal("", it.Model.Applications["db"].RefreshNote);
    }

    [Fact]
    public void A_hook_that_fails_later_is_no_reason_to_go_back_but_holds_up_the_other_units()
    {
        var it = Deployed();
        it.Refresh("db", New);
        it.Take("db/2");
        it.Run("db/2");
        it.UpdateStatusAt = it.Now;
        it.FailOne("db/2", TimeSpan.FromHours(1));
        Assert.Equal("local:db-1", it.Model.Applications["db"].CharmId);
        Assert.IsNotType<Step.Refresh>(it.Next("db/1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_unit_in_error_takes_the_new_charm_only_by_force(bool force)
    {
        var it = Deployed(units: 1);
        it.UpdateStatusAt = it.Now;
        it.FailOne("db/0", TimeSpan.FromHours(1));
        it.Refresh("db", New, force);
        Assert.Equal(force, it.Next("db/0") is Step.Refresh);
        if (force)
        {
            it.Take("db/0");
            Assert.Equal(["update-status", "upgrade-charm", "config-changed"], [it.RunOne("db/0"), it.RunOne("db/0"), it.RunOne("db/0")]);
        }
    }

    [Fact]
    public void A_unit_that_was_not_installed_yet_is_installed_with_the_new_charm()
    {
        var it = new Simulation();
        it.Deploy(Old, units: 1);
        it.Refresh("db", New);
        it.Take("db/0");
        Assert.Equal("install", it.RunOne("db/0"));
        Assert.DoesNotContain("upgrade-charm", it.Run("db/0"));
        Assert.Null(it.Model.Applications["db"].Refresh);
    }

    [Fact]
    public void Storage_and_peers_that_the_new_charm_adds_are_there_when_it_starts()
    {
        var it = Deployed(units: 1);
        it.Refresh("db", Old
            .Replace("peers: {", "peers: { more: { interface: peers },", StringComparison.Ordinal)
            .Replace("storage: {", "storage: { logs: { type: filesystem },", StringComparison.Ordinal));
        it.Take("db/0");
        Assert.Equal(
            ["more-relation-created db", "upgrade-charm", "config-changed", "logs-storage-attached logs/1"], it.Run("db/0"));
    }

    [Theory]
    [InlineData("name: other", "cannot refresh \"db\" from charm \"db\" to charm \"other\"; use --switch if that is meant")]
    [InlineData("name: db\nstorage: { data: { type: filesystem, location: /srv } }", "would break relation \"db:db client:database\"")]
    [InlineData("name: db\nprovides: { db: { interface: mail } }", "would break relation \"db:db client:database\"")]
    [InlineData("name: db\nprovides: { db: { interface: sql } }", "charm has no store called \"data\", which \"db/0\" has")]
    [InlineData("name: db\nprovides: { db: { interface: sql } }\nstorage: { data: { type: filesystem } }", "location of store \"data\" changed")]
    public void A_charm_that_would_break_something_is_refused(string metadata, string message)
    {
        var it = Deployed(units: 1);
        it.Deploy("name: client\nrequires: { database: { interface: sql } }");
        it.Change(model => Relations.Add(model, "db", "client", it.Now, out _));
        it.RunAll();
        var before = it.Model;
        var error = Assert.Throws<EngineException>(() => it.Refresh("db", metadata));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Same(before, it.Model);
    }

    private static Simulation Deployed(int units = 3)
    {
        var it = new Simulation();
        it.Deploy(Old, units);
        it.RunAll();
        return it;
    }
}
