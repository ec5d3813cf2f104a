using Howdah.Ops.Testing;

namespace Howdah.Ops.Tests.Events;

public sealed class DeferTests
{
    private readonly List<string> told = [];

    private Scenario Deferring(Func<string, bool> defers) => ScriptedCharm.Scenario(charm =>
    {
        foreach (var source in new[] { charm.On.ConfigChanged, charm.On.UpdateStatus, charm.On.Start })
        {
            charm.When(source, e => Tell(e, "first"), "first");
        }

        charm.When(charm.On.ConfigChanged, e => Tell(e, "second"), "second");

        void Tell(LifecycleEvent e, string who)
        {
            told.Add($"{e.Kind} {who}");
            if (defers($"{e.Kind} {who}"))
            {
                e.Defer();
            }
        }
    });

    [Fact]
    [Trait("Acceptance", "45")]
    public async Task A_deferred_event_is_told_again_before_the_new_one_to_that_observer_only()
    {
        var first = await Deferring(who => who == "config_changed first").RunAsync(Trigger.ConfigChanged, new State());
        told.Clear();
        var second = await Deferring(_ => false).RunAsync(Trigger.UpdateStatus, first.State);

        Assert.Equal(["config_changed first", "update_status first"], told);
        Assert.Empty(second.State.Charm.Deferred);
    }

    [Fact]
    public async Task Who_defers_again_keeps_its_place()
    {
        var state = (await Deferring(_ => true).RunAsync(Trigger.ConfigChanged, new State())).State;
        state = (await Deferring(_ => true).RunAsync(Trigger.UpdateStatus, state)).State;
        told.Clear();
        await Deferring(_ => true).RunAsync(Trigger.Start, state);

        Assert.Equal(["config_changed first", "config_changed second", "update_status first", "start first"], told);
    }

    [Fact]
    public async Task The_same_event_is_not_queued_twice()
    {
        var first = await Deferring(_ => true).RunAsync(Trigger.ConfigChanged, new State());
        var second = await Deferring(_ => true).RunAsync(Trigger.ConfigChanged, first.State);

        Assert.Equal(2, second.State.Charm.Deferred.Count);
        Assert.Contains("already in the queue", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_that_fails_keeps_what_was_deferred_before_and_forgets_the_rest()
    {
        var first = await Deferring(who => who.EndsWith("first", StringComparison.Ordinal))
            .RunAsync(Trigger.ConfigChanged, new State());

        var failed = await Assert.ThrowsAsync<UncaughtCharmException>(
            () => Deferring(who => who == "start first" ? throw new InvalidOperationException("no") : false)
                .RunAsync(Trigger.Start, first.State));

        Assert.Equal(first.State.Charm, failed.Result.State.Charm);
    }

    [Fact]
    public async Task An_observer_that_is_gone_is_dropped_with_a_warning()
    {
        var state = (await Deferring(_ => true).RunAsync(Trigger.ConfigChanged, new State())).State;

        var result = await ScriptedCharm.Scenario(_ => { }).RunAsync(Trigger.Start, state);

        Assert.Empty(result.State.Charm.Deferred);
        Assert.Equal(2, result.Logs.Count(l => l.Level == "WARNING"));
    }

    [Fact]
    public async Task A_deferred_relation_event_whose_relation_is_gone_can_still_be_told()
    {
        var relation = new RelationState("my-db")
        {
            RemoteApp = "other",
            RemoteAppData = new Dictionary<string, string> { ["key"] = "value" },
        };
        var scenario = ScriptedCharm.Scenario(charm => charm.When(charm.On.Relation("my-db").Changed, e =>
        {
            told.Add($"{e.Relation.IsActive} {e.App} {e.Relation.RemoteAppData.Find("key")} {e.Relation.Units.Count}");
            e.Defer();
        }));

        var first = await scenario.RunAsync(Trigger.RelationChanged(relation), new State { Relations = [relation] });
        await scenario.RunAsync(Trigger.Start, first.State with { Relations = [] });

        Assert.Equal(["True other value 0", "False other  0"], told);
    }

    [Fact]
    public async Task Actions_and_the_end_of_the_unit_cannot_be_deferred()
    {
        var scenario = ScriptedCharm.Scenario(charm =>
        {
            charm.When(charm.On.Stop, e => e.Defer());
            charm.When(charm.On.Action("act"), e => e.Defer());
        }, actions: "act: {description: x}");

        var stop = await Assert.ThrowsAsync<UncaughtCharmException>(() => scenario.RunAsync(Trigger.Stop, new State()));
        var act = await Assert.ThrowsAsync<UncaughtCharmException>(() => scenario.RunAsync(Trigger.Action("act"), new State()));

        Assert.Equal("cannot defer stop events", stop.InnerException!.Message);
        Assert.Equal("cannot defer action events", act.InnerException!.Message);
    }
}
