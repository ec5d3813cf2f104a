using Howdah.Charms.PostgresqlK8s.Guard;

namespace Howdah.Charms.Tests.Guard;

public sealed class StartDecisionTest
{
    private static IEnumerable<StartFacts> EveryCombination() =>
        from identity in Enum.GetValues<Identity>()
        from others in Enum.GetValues<OtherMaker>()
        from bits in Enumerable.Range(0, 8)
        select new StartFacts
        {
            HasData = (bits & 1) != 0,
            IsComplete = bits is 3 or 7,
            WasEmpty = (bits & 4) != 0,
            Identity = identity,
            Others = others,
        };

    [Theory]
    [InlineData(false, false, false, "None", "Unknown", "Keep")]
    [InlineData(false, false, false, "Pending", "Unknown", "Keep")]
    [InlineData(false, false, true, "Known", "Unknown", "Keep")]
    [InlineData(false, false, true, "Pending", "Unknown", "AskOthers")]
    [InlineData(false, false, true, "Pending", "Possible", "Keep")]
    [InlineData(false, false, true, "Pending", "None", "Withdraw")]
    [InlineData(true, true, false, "Known", "Unknown", "Keep")]
    [InlineData(true, true, false, "Unknown", "Unknown", "Keep")]
    [InlineData(true, true, true, "Known", "Unknown", "Keep")]
    [InlineData(true, true, true, "Pending", "Unknown", "Withdraw")]
    [InlineData(true, false, true, "Pending", "Unknown", "Withdraw")]
    [InlineData(true, false, true, "Known", "Unknown", "SetAside")]
    [InlineData(true, false, false, "Pending", "Unknown", "SetAside")]
    [InlineData(true, true, true, "Unknown", "Unknown", "AskStore")]
    public void Before_patroni_starts(bool hasData, bool isComplete, bool wasEmpty, string identity, string others, string expected) =>
        Assert.Equal(expected, StartDecision.Decide(new()
        {
            HasData = hasData,
            IsComplete = isComplete,
            WasEmpty = wasEmpty,
            Identity = Enum.Parse<Identity>(identity),
            Others = Enum.Parse<OtherMaker>(others),
        }).ToString());

    [Fact]
    public void Data_that_could_hold_an_acknowledged_write_is_never_set_aside() =>
        Assert.DoesNotContain(EveryCombination(), facts => StartDecision.Decide(facts) is StartStep.SetAside or StartStep.Withdraw
            && facts is { HasData: true, IsComplete: true } and not { WasEmpty: true, Identity: Identity.Pending });

    [Fact]
    public void The_right_to_make_the_cluster_is_never_taken_from_a_living_member() =>
        Assert.All(
            EveryCombination().Where(facts => StartDecision.Decide(facts) == StartStep.Withdraw),
            facts => Assert.True(facts is { WasEmpty: true, Identity: Identity.Pending } and ({ HasData: true } or { Others: OtherMaker.None })));
}
