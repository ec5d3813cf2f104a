using Howdah.Cli.Invocation;
using Howdah.Cli.Operations;
using Howdah.Cli.Parsing;

namespace Howdah.Cli.Tests.Parsing;

public sealed class ParsingTests
{
    [Theory]
    [InlineData("90s", 90.0)]
    [InlineData("1m30s", 90.0)]
    [InlineData("1.5h", 5400.0)]
    [InlineData("250ms", 0.25)]
    [InlineData("0", 0.0)]
    [InlineData("5", null)]
    [InlineData("5x", null)]
    [InlineData("", null)]
    [InlineData("-5s", null)]
    public void Durations_are_as_Go_prints_them(string text, double? seconds) => Assert.Equal(seconds, GoDuration.TryParse(text)?.TotalSeconds);

    [Theory]
    [InlineData("postgresql-k8s/0", true)]
    [InlineData("postgresql-k8s/leader", true)]
    [InlineData("etcd/12", true)]
    [InlineData("etcd", false)]
    [InlineData("etcd/", false)]
    [InlineData("etcd/x", false)]
    [InlineData("Etcd/0", false)]
    [InlineData("a-1/0", false)]
    public void Unit_names_have_an_application_and_a_number(string text, bool expected) => Assert.Equal(expected, UnitName.IsUnit(text));

    [Theory]
    [InlineData(new[] { "a=1", "b.c=true", "b.d=x" }, false, """{"a":1,"b":{"c":true,"d":"x"}}""")]
    [InlineData(new[] { "a=1", "b=yes: no" }, true, """{"a":"1","b":"yes: no"}""")]
    [InlineData(new[] { "a=[1, two]", "b={c: 3.5}", "e=" }, false, """{"a":[1,"two"],"b":{"c":3.5},"e":null}""")]
    [InlineData(new[] { "a=b=c", "v='1'" }, false, """{"a":"b=c","v":"1"}""")]
    public void Action_parameters_are_read_as_YAML_unless_strings_are_asked_for(string[] arguments, bool asStrings, string json) =>
        Assert.Equal(json, ActionParameters.Parse(null, arguments, asStrings).GetRawText());

    [Fact]
    public void Parameters_on_the_command_line_win_over_the_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "a: 1\nb: {c: 2, d: 3}\n");
            Assert.Equal("""{"a":1,"b":{"c":9,"d":3}}""", ActionParameters.Parse(file, ["b.c=9"], asStrings: false).GetRawText());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("nonsense", "expected \"key=value\", got \"nonsense\"")]
    [InlineData("=x", "expected \"key=value\", got \"=x\"")]
    [InlineData("a..b=x", "invalid parameter name \"a..b\"")]
    [InlineData("a=[", "value of parameter \"a\" is no YAML")]
    public void Parameters_that_make_no_sense_are_a_usage_error(string argument, string message)
    {
        var problem = Assert.Throws<CliException>(() => ActionParameters.Parse(null, [argument], asStrings: false));
        Assert.Equal(CliException.Usage, problem.ExitCode);
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ssh app/0 psql -h x", "ssh app/0 -- psql -h x")]
    [InlineData("ssh --container c app/0 ls --help", "ssh --container c app/0 -- ls --help")]
    [InlineData("ssh app/0", "ssh app/0")]
    [InlineData("ssh app/0 -- ls", "ssh app/0 -- ls")]
    [InlineData("-m other ssh app/0 ls -l", "-m other ssh app/0 -- ls -l")]
    [InlineData("exec --unit app/0 ls -l", "exec --unit app/0 -- ls -l")]
    [InlineData("exec --unit app/0 -- ls -l", "exec --unit app/0 -- ls -l")]
    [InlineData("run app/0 backup type=full --wait 5s", "run app/0 backup type=full --wait 5s")]
    [InlineData("status", "status")]
    [InlineData("", "")]
    public void Options_behind_a_foreign_command_are_its_own(string typed, string expected) => Assert.Equal(
        expected, string.Join(' ', PassThrough.Mark(typed.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
}
