using Howdah.Pebble.Plan;

namespace Howdah.Pebble.Tests.Plan;

public sealed class ServiceOrderTest
{
    private static CombinedPlan Plan(string services) => Combiner.Combine([LayerReader.Read("l", 1000, "services:\n" + string.Concat(services.Split(';').Select(s =>
    {
        var parts = s.Trim().Split(' ', 2);
        return $"  {parts[0]}: {{override: replace, command: x{(parts.Length > 1 ? ", " + parts[1] : "")}}}\n";
    })))]);

    private static string Show(List<List<string>> lanes) => string.Join(" | ", lanes.Select(l => string.Join(" ", l)));

    [Theory]
    [InlineData("a; b; c", "a b c", "a | b | c")]
    [InlineData("a requires: [b], after: [b]; b", "a", "b a")]
    [InlineData("a requires: [b]; b", "a", "a b")]
    [InlineData("a after: [b]; b", "a b", "b | a")]
    [InlineData("a before: [b]; b requires: [a]; c requires: [b], after: [b]; d", "c d", "a b c | d")]
    [InlineData("a requires: [c]; b requires: [c]; c before: [a, b]", "a b", "c a b")]
    public void Starting_takes_what_is_required_and_orders_by_before_and_after_only(string services, string names, string lanes) =>
        Assert.Equal(lanes, Show(ServiceOrder.StartLanes(Plan(services), names.Split(' '))));

    [Fact]
    public void Stopping_takes_what_requires_it_in_the_opposite_order() =>
        Assert.Equal("c b a", Show(ServiceOrder.StopLanes(Plan("a; b requires: [a], after: [a]; c requires: [b], after: [b]; d after: [c]"), ["a"])));

    [Fact]
    public void A_service_that_is_not_there_is_named() =>
        Assert.Equal("service \"x\" does not exist", Assert.Throws<PlanException>(() => ServiceOrder.StartLanes(Plan("a"), ["x"])).Message);
}
