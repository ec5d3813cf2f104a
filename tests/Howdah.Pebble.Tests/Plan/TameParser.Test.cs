using Howdah.Pebble.Plan;

namespace Howdah.Pebble.Tests.Plan;

public sealed class TameParserTest
{
    [Theory]
    [InlineData("&a [*a]: 1", "a key must be a string")]
    [InlineData("? {a: b}\n: c", "a key must be a string")]
    [InlineData("services: {? *x : y}", "a key must be a string")]
    public void A_key_that_is_no_string_is_refused(string yaml, string message) =>
        Assert.EndsWith($"yaml: line 1: {message}", Refusal(yaml), StringComparison.Ordinal);

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("{a: ", 100_000)]
    public void Nesting_that_would_overflow_the_stack_is_refused(string open, int times) =>
        Assert.EndsWith("nested more than 50 deep", Refusal("services: " + string.Concat(Enumerable.Repeat(open, times))),
            StringComparison.Ordinal);

    [Fact]
    public void Values_may_be_aliases() =>
        Assert.Equal("sleep 1", LayerReader.Read("l", 0, """
            services: {a: &a {override: replace, command: sleep 1}, b: *a}
            """).Services["b"].Command);

    private static string Refusal(string yaml) => Assert.Throws<PlanException>(() => LayerReader.Read("l", 0, yaml)).Message;
}
