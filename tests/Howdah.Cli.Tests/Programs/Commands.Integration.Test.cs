using System.Text.Json.Nodes;
using Howdah.Testbed;

namespace Howdah.Cli.Tests.Programs;

/// <summary>What a user types, on a model of small charms.</summary>
[Collection(EngineCollection.Name)]
public sealed class CommandsTests(EngineFixture engine)
{
    private Installation Howdah => engine.Howdah;

    [Fact]
    public async Task Bootstrapping_twice_says_that_the_engine_runs() =>
        Assert.Contains("The engine runs already", (await Howdah.RunAsync("bootstrap")).Expect(), StringComparison.Ordinal);

    [Theory]
    [InlineData("--help")]
    [InlineData("status")]
    public async Task A_reader_that_has_enough_of_the_output_ends_it_quietly(string command)
    {
        var script = $"""
            ready=$(mktemp -u); mkfifo "$ready"
            exec 3> >(exec <&-; echo > "$ready")
            read -r < "$ready"; rm "$ready"
            "{Path.Combine(Installation.BinaryDirectory, "howdah")}" {command} >&3; echo $?
            """;
        var result = await Howdah.RunProgramAsync("/bin/bash", "-c", script);
        Assert.Equal("141\n", result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Status_is_a_table_JSON_and_YAML()
    {
        var table = (await Howdah.RunAsync("status", "--relations")).Expect();
        Assert.Contains("greeter/0*", table, StringComparison.Ordinal);
        Assert.Contains("greeter:greeting      caller:greeting  greeting   regular", table, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", table, StringComparison.Ordinal);

        var status = await Howdah.StatusAsync();
        Assert.Equal("hello", (string?)status["applications"]!["greeter"]!["units"]!["greeter/1"]!["workload-status"]!["message"]);
        Assert.Equal("1.2", (string?)status["applications"]!["greeter"]!["version"]);
        Assert.Equal("greeter", (string?)status["applications"]!["caller"]!["relations"]!["greeting"]![0]!["related-application"]);

        Assert.StartsWith("model:\n  name: default\n", (await Howdah.RunAsync("status", "--format", "yaml")).Expect(), StringComparison.Ordinal);
        Assert.DoesNotContain("caller/0", (await Howdah.RunAsync("status", "greeter")).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_shows_its_relations_from_both_sides()
    {
        var caller = JsonNode.Parse((await Howdah.RunAsync("show-unit", "caller/0", "--format", "json")).Expect())!["caller/0"]!;
        var relation = caller["relation-info"]!.AsArray().Single(each => (string?)each!["endpoint"] == "greeting")!;
        Assert.Equal("greeting", (string?)relation["related-endpoint"]);
        Assert.Equal("hello", (string?)relation["related-units"]!["greeter/0"]!["data"]!["greeting"]);
        Assert.StartsWith("caller/0:\n", (await Howdah.RunAsync("show-unit", "caller/0")).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_prints_its_results_and_shows_its_log_meanwhile()
    {
        var run = await Howdah.RunAsync("run", "greeter/leader", "greet", "name=Ada", "loud=true");
        Assert.Equal("said:\n  text: hello, Ada\n  loud: 'True'\n\nsaid it\n\nquietly\n", run.Expect());
        Assert.Contains("Running operation ", run.Error, StringComparison.Ordinal);
        Assert.Contains("on unit-greeter-", run.Error, StringComparison.Ordinal);
        Assert.Contains("thinking of Ada", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Acceptance", "73")]
    public async Task An_action_on_two_units_gives_JSON_by_unit()
    {
        var run = JsonNode.Parse((await Howdah.RunAsync("run", "greeter/0,greeter/1", "greet", "name=Ada", "--format", "json")).Expect())!;
        foreach (var unit in new[] { "greeter/0", "greeter/1" })
        {
            Assert.Equal("completed", (string?)run[unit]!["status"]);
            Assert.Equal(0, (int?)run[unit]!["results"]!["return-code"]);
            Assert.Equal("hello, Ada", (string?)run[unit]!["results"]!["said"]!["text"]);
            Assert.NotNull(run[unit]!["timing"]!["completed"]);
        }
    }

    [Theory]
    [InlineData("stumble", "no voice", 0)]
    [InlineData("crash", "exit status 3", 3)]
    public async Task An_action_that_fails_says_why_and_ends_with_1(string action, string message, int returnCode)
    {
        var run = await Howdah.RunAsync("run", "greeter/0", action);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"failed: {message}", run.Output, StringComparison.Ordinal);
        Assert.Contains("ERROR the following task failed:", run.Error, StringComparison.Ordinal);
        Assert.Contains($"with return code {returnCode}", run.Error, StringComparison.Ordinal);
        Assert.Equal("active", (string?)(await Howdah.StatusAsync())["applications"]!["greeter"]!["units"]!["greeter/0"]!["workload-status"]!["current"]);
    }

    [Fact]
    public async Task An_action_in_the_background_can_be_looked_up()
    {
        var run = await Howdah.RunAsync("run", "greeter/0", "greet", "name=Ada", "--background");
        run.Expect();
        var id = run.Error.Split("show-task ")[1].Split('\'')[0];
        await Deadline.WaitAsync("the task ends", TimeSpan.FromSeconds(10), async () =>
            (await Howdah.RunAsync("show-task", id)).Expect().Contains("status: completed", StringComparison.Ordinal) ? null : "it runs");
        Assert.Contains($" {id} ", (await Howdah.RunAsync("operations")).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_are_set_and_reset()
    {
        (await Howdah.RunAsync("config", "greeter", "times=3", "loud=true")).Expect();
        Assert.Equal("3\n", (await Howdah.RunAsync("config", "greeter", "times")).Expect());
        var all = JsonNode.Parse((await Howdah.RunAsync("config", "greeter", "--format", "json")).Expect())!;
        Assert.Equal("user", (string?)all["settings"]!["loud"]!["source"]);
        (await Howdah.RunAsync("config", "greeter", "--reset", "times,loud")).Expect();
        Assert.Equal("1\n", (await Howdah.RunAsync("config", "greeter", "times")).Expect());
    }

    [Fact]
    public async Task A_command_in_a_container_keeps_its_words_streams_and_exit_code()
    {
        Assert.Equal("a b|c\n", (await Howdah.RunAsync("ssh", "greeter/0", "printf", "%s|%s\\n", "a b", "c")).Expect());
        var shell = await Howdah.RunAsync("ssh", "greeter/0", "echo out; echo err >&2; exit 7");
        Assert.Equal((7, "out\n", "err\n"), (shell.ExitCode, shell.Output, shell.Error));
    }

    [Fact]
    public async Task A_command_in_a_hook_context_has_the_hook_commands()
    {
        Assert.Equal("hello\n", (await Howdah.RunAsync("exec", "--unit", "greeter/0", "--", "config-get", "text")).Expect());
        var failed = await Howdah.RunAsync("exec", "--unit", "greeter/0", "--", "exit", "4");
        Assert.Equal(1, failed.ExitCode);
        Assert.StartsWith("ERROR ", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_has_what_units_said_and_can_be_narrowed()
    {
        (await Howdah.RunAsync("exec", "--unit", "greeter/1", "--", "juju-log", "-l", "WARNING", "a word of warning")).Expect();
        var log = (await Howdah.RunAsync("debug-log", "--replay", "--no-tail", "--include", "greeter/1", "--level", "WARNING")).Expect();
        Assert.Contains("a word of warning", log, StringComparison.Ordinal);
        Assert.All(log.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("unit-greeter-1: ", line, StringComparison.Ordinal));
        var last = (await Howdah.RunAsync("debug-log", "--limit", "1")).Expect();
        Assert.Single(last.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_true_or_the_time_is_over()
    {
        (await Howdah.RunAsync("wait-for", "unit", "greeter/0", "--query", "agent-status==\"idle\"", "--timeout", "20s")).Expect();
        var late = await Howdah.RunAsync("wait-for", "application", "greeter", "--query", "len(units)==9", "--timeout", "300ms");
        Assert.Equal(1, late.ExitCode);
        Assert.Contains("ERROR timed out after 0.3 s waiting for len(units)==9", late.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_model_has_applications_of_its_own()
    {
        (await Howdah.RunAsync("add-model", "staging", "--no-switch")).Expect();
        var empty = await Howdah.RunAsync("status", "-m", "staging");
        empty.Expect();
        Assert.Contains("Model \"staging\" is empty.", empty.Error, StringComparison.Ordinal);
        Assert.Contains("staging", (await Howdah.RunAsync("models")).Expect(), StringComparison.Ordinal);
        (await Howdah.RunAsync("destroy-model", "staging", "--no-prompt")).Expect();
        Assert.DoesNotContain("staging", (await Howdah.RunAsync("models")).Expect(), StringComparison.Ordinal);
    }
}
