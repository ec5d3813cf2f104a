using Howdah.Ops.Testing;
using Howdah.Ops.Tests.Events;

namespace Howdah.Ops.Tests.Reconciling;

public sealed class StatusTests
{
    private static Scenario Collecting(params Status[] statuses) => ScriptedCharm.Scenario(charm =>
    {
        charm.When(charm.On.CollectUnitStatus, e => statuses.ToList().ForEach(e.AddStatus));
        charm.When(charm.On.CollectAppStatus, e => e.AddStatus(Status.Active("app")));
    });

    [Fact]
    [Trait("Acceptance", "79")]
    public async Task The_most_severe_status_is_shown_and_of_equal_ones_the_first()
    {
        var result = await Collecting(
            Status.Active("a"), Status.Maintenance("m"), Status.Blocked("first"), Status.Waiting("w"), Status.Blocked("second"))
            .RunAsync(Trigger.UpdateStatus, new State());

        Assert.Equal([Status.Blocked("first")], result.UnitStatuses);
    }

    [Fact]
    [Trait("Acceptance", "47")]
    public async Task The_leader_tells_for_the_application_too_and_nobody_else()
    {
        var leader = await Collecting(Status.Active()).RunAsync(Trigger.UpdateStatus, new State { Leader = true });
        var other = await Collecting(Status.Active()).RunAsync(Trigger.UpdateStatus, new State());

        Assert.Equal(Status.Active("app"), leader.State.AppStatus);
        Assert.Empty(other.AppStatuses);
    }

    [Fact]
    public async Task A_status_that_is_set_already_in_this_dispatch_is_not_set_again()
    {
        var result = await ScriptedCharm.Scenario(charm =>
        {
            charm.When(charm.On.Start, _ => charm.Unit.Status = Status.Active("x"));
            charm.When(charm.On.CollectUnitStatus, e => e.AddStatus(Status.Active("x")));
        }).RunAsync(Trigger.Start, new State());

        Assert.Single(result.UnitStatuses);
    }

    [Fact]
    [Trait("Acceptance", "52")]
    public async Task A_status_is_read_back_with_its_message() =>
        await ScriptedCharm.Scenario(charm => charm.When(charm.On.Start, _ =>
    {
        Assert.Equal(Status.Blocked("why"), charm.Unit.Status);
        Assert.Equal(Status.Waiting("app"), charm.App.Status);
    })).RunAsync(Trigger.Start,
        new State { Leader = true, UnitStatus = Status.Blocked("why"), AppStatus = Status.Waiting("app") });

    [Fact]
    public async Task Only_the_leader_touches_the_applications_status()
    {
        await ScriptedCharm.Scenario(charm => charm.When(charm.On.Start, _ =>
        {
            Assert.Equal(
                "cannot get application status as a non-leader unit",
                Assert.Throws<InvalidOperationException>(() => charm.App.Status).Message);
            Assert.Equal(
                "cannot set application status as a non-leader unit",
                Assert.Throws<InvalidOperationException>(() => charm.App.Status = Status.Active()).Message);
            Assert.Throws<ArgumentException>(() => charm.Unit.Status = new Status(StatusKind.Error));
        })).RunAsync(Trigger.Start, new State());
    }

    [Fact]
    [Trait("Acceptance", "46")]
    public async Task Nothing_is_collected_or_told_again_in_a_restricted_hook()
    {
        var result = await Collecting(Status.Active()).RunAsync(Trigger.Hook("collect-metrics"), new State { Leader = true });

        Assert.Empty(result.Commands);
    }
}
