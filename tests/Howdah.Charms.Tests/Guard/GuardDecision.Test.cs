using Howdah.Charms.PostgresqlK8s.Guard;

namespace Howdah.Charms.Tests.Guard;

public sealed class GuardDecisionTest
{
    private static readonly GuardFacts Running = new() { PatroniAlive = true, WritersLeft = true };
    private static readonly GuardFacts Dead = new();

    private static IEnumerable<GuardFacts> EveryCombination()
    {
        foreach (var (key, successor) in Enum.GetValues<KeyState>().SelectMany(_ => Enum.GetValues<SuccessorState>(), (k, s) => (k, s)))
        {
            for (var bits = 0; bits < 1 << 11; bits++)
            {
                yield return new()
                {
                    Starting = Bit(bits, 0),
                    PatroniAlive = Bit(bits, 1),
                    WritersLeft = Bit(bits, 2),
                    PostmasterCrashed = Bit(bits, 3),
                    Frozen = Bit(bits, 4),
                    Stalled = Bit(bits, 5),
                    StopRequested = Bit(bits, 6),
                    StopAsked = Bit(bits, 7),
                    StopOverdue = Bit(bits, 8),
                    Primary = Bit(bits, 9),
                    HandingOver = Bit(bits, 10),
                    Key = key,
                    Successor = successor,
                };
            }
        }
    }

    private static bool Bit(int bits, int at) => (bits >> at & 1) == 1;

    private static GuardStep Step(GuardFacts facts) => GuardDecision.Decide(facts).Step;

    [Fact]
    public void The_key_of_a_member_that_could_still_accept_a_write_is_never_released()
    {
        Assert.DoesNotContain(EveryCombination(), facts =>
            Step(facts) == GuardStep.ReleaseKey && (facts.PatroniAlive || facts.WritersLeft));
    }

    [Fact]
    public void The_guard_never_leaves_while_anything_of_its_member_lives()
    {
        Assert.DoesNotContain(EveryCombination(), facts => Step(facts) == GuardStep.Exit && (facts.PatroniAlive || facts.WritersLeft));
    }

    [Fact]
    public void The_guard_never_waits_for_nothing_to_happen_beside_a_postgresql_without_patroni()
    {
        Assert.DoesNotContain(EveryCombination(), facts => Step(facts) == GuardStep.Nothing && !facts.PatroniAlive
            && facts is not { HandingOver: true, StopRequested: true, StopOverdue: false });
    }

    [Fact]
    public void A_second_patroni_is_never_started_and_none_is_started_in_trouble()
    {
        Assert.DoesNotContain(EveryCombination(), facts => Step(facts) == GuardStep.StartPatroni
            && (facts.PatroniAlive || !facts.Starting || facts.Frozen || facts.Stalled || facts.StopRequested));
    }

    [Fact]
    public void Every_trouble_ends_in_an_exit_once_the_processes_are_dead()
    {
        foreach (var facts in EveryCombination().Where(f => f is { PatroniAlive: false, WritersLeft: false, Starting: false }))
        {
            var expected = facts switch
            {
                { Key: KeyState.NotTried } => GuardStep.ReleaseKey,
                { Key: KeyState.Released, Successor: SuccessorState.NotCalled } => GuardStep.CallSuccessors,
                { Key: KeyState.Released, Successor: SuccessorState.Awaited, HandingOver: true } => GuardStep.AwaitSuccessor,
                _ => GuardStep.Exit,
            };
            Assert.Equal(expected, Step(facts));
        }
    }

    [Theory]
    [InlineData(true, false, "NotTried", "ReleaseKey")]
    [InlineData(true, false, "NotOurs", "StartPatroni")]
    [InlineData(true, false, "Unreachable", "LeaveToLease")]
    [InlineData(true, true, "NotTried", "StartPatroni")]
    [InlineData(false, true, "NotTried", "KillRemaining")]
    [InlineData(false, false, "NotTried", "ReleaseKey")]
    [InlineData(false, false, "NotOurs", "Exit")]
    [InlineData(false, false, "Unreachable", "Exit")]
    public void Without_patroni(bool starting, bool postgresqlLeft, string key, string expected)
    {
        var facts = new GuardFacts { Starting = starting, WritersLeft = postgresqlLeft, Key = Enum.Parse<KeyState>(key) };

        Assert.Equal(expected, Step(facts).ToString());
    }

    [Fact]
    public void A_healthy_member_is_left_alone() => Assert.Equal(GuardStep.Nothing, Step(Running));

    [Fact]
    public void A_crashed_postmaster_costs_its_patroni_too() =>
        Assert.Equal(GuardStep.KillRemaining, Step(Running with { PostmasterCrashed = true }));

    [Fact]
    public void A_stop_is_orderly_as_long_as_patroni_answers()
    {
        Assert.Equal(GuardStep.AskPatroniToStop, Step(Running with { StopRequested = true }));
        Assert.Equal(GuardStep.Nothing, Step(Running with { StopRequested = true, StopAsked = true }));
        Assert.Equal(GuardStep.KillRemaining, Step(Running with { StopRequested = true, Frozen = true }));
        Assert.Equal(GuardStep.KillRemaining, Step(Running with { StopRequested = true, StopAsked = true, StopOverdue = true }));
    }

    [Fact]
    public void A_primary_is_stopped_without_patroni_and_its_key_waits_for_its_end()
    {
        var stopping = Running with { StopRequested = true, Primary = true };
        Assert.Equal(GuardStep.HandOver, Step(stopping));
        var handingOver = stopping with { PatroniAlive = false, StopAsked = true, HandingOver = true };
        Assert.Equal(GuardStep.Nothing, Step(handingOver));
        Assert.Equal(GuardStep.KillRemaining, Step(handingOver with { StopOverdue = true }));
        Assert.Equal(GuardStep.ReleaseKey, Step(handingOver with { WritersLeft = false }));
    }

    [Fact]
    public void What_was_handed_over_is_not_taken_back_before_another_member_had_its_time_to_lead()
    {
        var released = Dead with { StopRequested = true, StopAsked = true, HandingOver = true, Key = KeyState.Released };
        Assert.Equal(GuardStep.CallSuccessors, Step(released));
        Assert.Equal(GuardStep.AwaitSuccessor, Step(released with { Successor = SuccessorState.Awaited }));
        Assert.Equal(GuardStep.Exit, Step(released with { Successor = SuccessorState.Leads }));
        Assert.Equal(GuardStep.Exit, Step(released with { Successor = SuccessorState.None }));
    }

    [Fact]
    public void The_others_hear_that_the_key_of_an_earlier_life_is_free_before_patroni_starts()
    {
        var released = Dead with { Starting = true, Key = KeyState.Released };
        Assert.Equal(GuardStep.CallSuccessors, Step(released));
        Assert.Equal(GuardStep.StartPatroni, Step(released with { Successor = SuccessorState.Awaited }));
    }

    [Fact]
    public void What_was_frozen_longer_than_its_lease_dies_before_it_wakes_up() =>
        Assert.Equal(GuardStep.KillRemaining, Step(Running with { Stalled = true }));

    [Fact]
    public void The_reason_names_what_happened() =>
        Assert.Equal("the postmaster crashed", GuardDecision.Decide(Running with { PostmasterCrashed = true }).Reason);

    [Fact]
    public void A_dead_member_gives_its_key_back_once() =>
        Assert.Equal(GuardStep.Exit, Step(Dead with { Key = KeyState.NotOurs, PostmasterCrashed = true }));
}
