using Howdah.Pebble.Cli;

namespace Howdah.Pebble.Tests.Cli;

public sealed class ArgumentParserTest
{
    private static Invocation Parse(string line)
    {
        var words = line.Split(' ');
        return ArgumentParser.Parse(Commands.Find(words[0])!, words[1..]);
    }

    [Theory]
    [InlineData("services --foo", "unknown flag `foo'")]
    [InlineData("services -x", "unknown flag `x'")]
    [InlineData("start", "the required argument `<service> (at least 1 argument)` was not provided")]
    [InlineData("check", "the required argument `<check>` was not provided")]
    [InlineData("services --format=x", "Invalid value `x' for option `--format'. Allowed values are: text, json or yaml")]
    [InlineData("run x", "too many arguments for command")]
    [InlineData("plan x", "too many arguments for command")]
    [InlineData("exec -w", "expected argument for flag `-w'")]
    public void What_is_wrong_is_said_as_the_reference_says_it(string line, string message) =>
        Assert.Equal(message, Assert.Throws<CliException>(() => Parse(line)).Message);

    [Fact]
    public void Flags_may_follow_positionals()
    {
        var parsed = Parse("logs a -f -n 5 b");
        Assert.Equal(["a", "b"], parsed.Positionals);
        Assert.Equal((true, "5"), (parsed.Has("follow"), parsed.Value("n")));
    }

    [Fact]
    public void Exec_leaves_the_flags_of_its_command_alone()
    {
        var parsed = Parse("exec -w /tmp --env A=1 --env B=2 ls -l --help");
        Assert.Equal(["ls", "-l", "--help"], parsed.Positionals);
        Assert.Equal(["A=1", "B=2"], parsed.Values("env"));
    }

    [Fact]
    public void Extra_arguments_of_services_end_at_a_semicolon()
    {
        var parsed = Parse("run --args svc --verbose x ; --hold");
        Assert.Equal(["svc", "--verbose", "x"], Assert.Single(parsed.Terminated));
        Assert.True(parsed.Has("hold"));
        Assert.False(parsed.Has("verbose"));
    }

    [Fact]
    public void Times_are_told_as_people_tell_them()
    {
        var now = new DateTimeOffset(2026, 7, 22, 12, 0, 0, TimeSpan.Zero);
        Assert.StartsWith("today at 09:30 ", HumanTime.Relative(now.AddHours(-2.5), now), StringComparison.Ordinal);
        Assert.StartsWith("yesterday at 12:00 ", HumanTime.Relative(now.AddDays(-1), now), StringComparison.Ordinal);
        Assert.StartsWith("3 days ago, at 12:00 ", HumanTime.Relative(now.AddDays(-3), now), StringComparison.Ordinal);
        Assert.StartsWith("in 2 days, at 12:00 ", HumanTime.Relative(now.AddDays(2), now), StringComparison.Ordinal);
        Assert.Equal("2026-01-01", HumanTime.Relative(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), now));
    }
}
