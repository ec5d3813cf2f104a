namespace Howdah.Ops.Tests.Hosting;

/// <summary>The dispatch as a process, with hook commands that are processes.</summary>
public sealed class CharmHostTests : IDisposable
{
    private const string Options = """{"fast":false,"ratio":0.5,"workers":3}""";

    private readonly CharmFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_hook_asks_and_answers_through_commands_on_its_path()
    {
        folder.Answer("config-get --format=json", Options);
        folder.Answer("is-leader --format=json", "true");
        folder.Answer("relation-ids --format=json etcd", "[\"etcd:4\"]");
        folder.Answer("relation-get --format=json -r etcd:4 --app - everything", "{}");
        folder.Answer("relation-list --format=json -r etcd:4 --app", "\"store\"");
        folder.Answer("relation-get --format=json -r etcd:4 --app - store", "{}");

        var (exitCode, _, stderr) = await folder.DispatchAsync("hooks/config-changed");

        Assert.Equal((0, ""), (exitCode, stderr));
        Assert.Contains("status-set --application=False waiting -- for etcd", folder.Calls);
        Assert.Contains("relation-set -r etcd:4 --app --file -", folder.Calls);
        Assert.Contains("\"prefix\":\"/everything/\"", folder.Input, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_content_of_a_secret_is_no_argument()
    {
        folder.Answer("config-get --format=json", Options);
        folder.Answer("is-leader --format=json", "true");
        folder.Answer("relation-ids --format=json etcd", "[\"etcd:4\"]");
        folder.Answer("relation-get --format=json -r etcd:4 --app - everything", "{}");
        folder.Answer("relation-list --format=json -r etcd:4 --app", "\"store\"");
        folder.Answer("relation-get --format=json -r etcd:4 --app - store", "{\"endpoints\":\"http://etcd:2379\"}");
        folder.Answer("relation-ids --format=json peers", "[\"peers:0\"]");
        folder.Answer("relation-get --format=json -r peers:0 - everything/0", "{}");
        folder.Answer("secret-get --format=json --label passwords", "", 1, "ERROR secret \"passwords\" not found");

        var (exitCode, _, stderr) = await folder.DispatchAsync("hooks/config-changed");

        Assert.Equal((0, ""), (exitCode, stderr));
        Assert.Contains(folder.Calls, c =>
            c.StartsWith("secret-add --label passwords --owner application operator#file=", StringComparison.Ordinal));
        Assert.DoesNotContain(folder.Calls, c => c.Contains("pw-1", StringComparison.Ordinal));
        Assert.Equal("pw-1", folder.Secrets);
        Assert.Contains("status-set --application=False waiting -- for the container", folder.Calls);
    }

    [Fact]
    public async Task A_command_that_is_refused_fails_the_hook_and_the_log_says_what_it_said()
    {
        folder.Answer("config-get --format=json", "", 1, "ERROR the engine is on fire");

        var (exitCode, _, _) = await folder.DispatchAsync("hooks/config-changed");

        Assert.Equal(1, exitCode);
        Assert.Contains(folder.Calls, c =>
            c.StartsWith("juju-log --log-level ERROR -- Uncaught exception", StringComparison.Ordinal));
        Assert.Contains(folder.Calls, c => c.Contains("config-get: the engine is on fire", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_option_of_another_type_blocks_the_unit_and_a_parameter_fails_the_action()
    {
        folder.Answer("config-get --format=json", """{"fast":false,"ratio":0.5,"workers":"three"}""");
        folder.Answer("action-get --format=json", """{"greeting":"hello","loud":true}""");

        Assert.Equal(0, (await folder.DispatchAsync("hooks/config-changed")).ExitCode);
        Assert.Contains(
            "status-set --application=False blocked -- Invalid config: option \"workers\" expected an integer, got \"three\"", folder.Calls);

        var action = new Dictionary<string, string> { ["JUJU_ACTION_NAME"] = "greet", ["JUJU_ACTION_UUID"] = "1" };
        Assert.Equal(0, (await folder.DispatchAsync("actions/greet", action)).ExitCode);
        Assert.Contains("action-fail -- parameter \"name\" must be set", folder.Calls);
    }

    [Fact]
    public async Task An_action_gives_all_results_with_one_command()
    {
        folder.Answer("action-get --format=json", "{\"name\":\"world\",\"greeting\":\"hello\",\"loud\":true}");

        var (exitCode, stdout, _) = await folder.DispatchAsync(
            "actions/greet", new Dictionary<string, string> { ["JUJU_ACTION_NAME"] = "greet", ["JUJU_ACTION_UUID"] = "1" });

        Assert.Equal((0, ""), (exitCode, stdout));
        Assert.Equal(
            ["action-get --format=json", "action-log -- greeting", "action-set nested.loud=yes text=hello world"], folder.Calls);
    }

    [Fact]
    [Trait("Acceptance", "51")]
    public async Task An_uncaught_exception_of_an_action_is_shown_to_who_ran_it()
    {
        var (exitCode, _, stderr) = await folder.DispatchAsync("actions/explode");

        Assert.Equal(1, exitCode);
        Assert.Equal(
            "Uncaught InvalidOperationException in charm code: it exploded\nUse `juju debug-log` to see the full traceback.\n",
                stderr);
    }

    [Fact]
    public async Task What_a_charm_remembers_is_there_in_the_next_process_and_only_its_owner_can_read_it()
    {
        await folder.DispatchAsync("hooks/update-status");
        await folder.DispatchAsync("hooks/update-status");

        var path = Path.Combine(folder.Charm, ".howdah-state.json");
        Assert.Contains("\"count\":\"3\"", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task A_memory_that_is_damaged_is_named_and_the_hook_fails()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Charm, ".howdah-state.json"), "{\"deferred\":[");

        var (exitCode, _, stderr) = await folder.DispatchAsync("hooks/update-status");

        Assert.Equal(1, exitCode);
        Assert.Contains(".howdah-state.json\" is not what a charm saved", stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_is_too_long_for_the_system_says_so()
    {
        folder.Answer("action-get --format=json", $"{{\"greeting\":\"hello\",\"loud\":false,\"name\":\"{new string('x', 200_000)}\"}}");

        var (exitCode, _, stderr) = await folder.DispatchAsync("actions/greet");

        Assert.Equal(1, exitCode);
        Assert.Contains("an argument is longer than the 128 KiB that the system allows", stderr, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Acceptance", "48")]
    public async Task A_hook_that_the_charm_does_not_know_ends_well_and_runs_nothing()
    {
        var (exitCode, _, stderr) = await folder.DispatchAsync("hooks/from-the-future");

        Assert.Equal((0, ""), (exitCode, stderr));
        Assert.Empty(folder.Calls);
    }

    [Fact]
    public async Task Without_the_variables_of_a_dispatch_it_says_what_it_is()
    {
        var (exitCode, _, stderr) = await folder.DispatchAsync("");

        Assert.Equal(2, exitCode);
        Assert.Contains("This is a charm's dispatch", stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_charm_without_metadata_says_so()
    {
        File.Delete(Path.Combine(folder.Charm, "metadata.yaml"));

        var (exitCode, _, stderr) = await folder.DispatchAsync("hooks/install");

        Assert.Equal(1, exitCode);
        Assert.Contains("a charm needs a metadata.yaml", stderr, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Acceptance", "49")]
    [InlineData("exit 0", 0, true)]
    [InlineData("exit 42", 42, false)]
    public async Task A_legacy_hook_runs_first_and_its_failure_ends_the_dispatch(string script, int expected, bool told)
    {
        Directory.CreateDirectory(Path.Combine(folder.Charm, "hooks"));
        CharmFolder.WriteExecutable(Path.Combine(folder.Charm, "hooks", "stop"), "#!/bin/sh\n" + script);

        var (exitCode, _, _) = await folder.DispatchAsync("hooks/stop");

        Assert.Equal(expected, exitCode);
        Assert.Equal(told, folder.Calls.Contains("juju-log --log-level INFO -- stopping"));
    }

    [Fact]
    [Trait("Acceptance", "50")]
    public async Task A_legacy_hook_that_is_the_dispatch_itself_is_not_run_twice()
    {
        Directory.CreateDirectory(Path.Combine(folder.Charm, "hooks"));
        File.CreateSymbolicLink(Path.Combine(folder.Charm, "hooks", "stop"), "../dispatch");

        var (exitCode, stdout, _) = await folder.DispatchAsync("hooks/stop");

        Assert.Equal((0, ""), (exitCode, stdout));
        Assert.Single(folder.Calls);
    }

    [Fact]
    [Trait("Acceptance", "49")]
    public async Task A_legacy_hook_that_cannot_be_executed_is_a_warning()
    {
        Directory.CreateDirectory(Path.Combine(folder.Charm, "hooks"));
        await File.WriteAllTextAsync(Path.Combine(folder.Charm, "hooks", "stop"), "#!/bin/sh\n");

        var (exitCode, _, stderr) = await folder.DispatchAsync("hooks/stop");

        Assert.Equal(0, exitCode);
        Assert.Equal("Legacy hooks/stop exists but is not executable.\n", stderr);
        Assert.Single(folder.Calls);
    }
}
