namespace Howdah.Pebble.Tests.Daemon;

public sealed class CliIntegrationTest
{
    [Fact]
    public async Task The_everyday_commands_print_what_the_reference_prints()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var layer = Path.Combine(daemon.Files, "layer.yaml");
        await File.WriteAllTextAsync(layer, "services: {srv1: {override: replace, command: sleep 1000, startup: enabled}, srv2: {override: replace, command: sleep 1000}}\n");
        Assert.Equal((0, "", "Plan has no services.\n"), await daemon.CliAsync("services"));
        Assert.Equal((0, "{}\n", ""), await daemon.CliAsync("plan"));
        Assert.Equal((0, $"Layer \"base\" added successfully from \"{layer}\"\n", ""), await daemon.CliAsync("add", "base", layer));
        Assert.Equal((1, "", "error: layer \"base\" already exists\n"), await daemon.CliAsync("add", "base", layer));
        Assert.Equal((0, "", ""), await daemon.CliAsync("replan"));
        var (code, output, _) = await daemon.CliAsync("services");
        Assert.Equal(0, code);
        Assert.Matches("^Service  Startup   Current   Since\nsrv1     enabled   active    today at .*\nsrv2     disabled  inactive  -\n$", output);
        Assert.Equal((0, "", "No matching services.\n"), await daemon.CliAsync("services", "nobody"));
        (_, output, _) = await daemon.CliAsync("services", "srv2", "--format=json");
        Assert.Equal("{\"services\":{\"srv2\":{\"name\":\"srv2\",\"startup\":\"disabled\",\"current\":\"inactive\"}}}\n", output);
        Assert.Equal((0, "2\n", ""), await daemon.CliAsync("stop", "srv1", "--no-wait"));
        Assert.Equal((0, "Plan has no health checks.\n"), (await daemon.CliAsync("checks")) is var (c, _, e) ? (c, e) : default);
        Assert.Equal((0, "healthy\n", ""), await daemon.CliAsync("health"));
        (_, output, _) = await daemon.CliAsync("changes");
        Assert.Matches("^ID     Status  Spawn +Ready +Summary\n1      Done    today at .*  Replan service \"srv1\"\n2 .*  Stop service \"srv1\"\n\n$", output);
        (_, output, _) = await daemon.CliAsync("tasks", "--last=replan");
        Assert.Matches("^Status  Spawn .*\nDone    .*  Start service \"srv1\"\n\n$", output);
        Assert.Equal((1, "", "error: no changes of type \"x\" found\n"), await daemon.CliAsync("tasks", "--last=x"));
        Assert.Equal((0, "", ""), await daemon.CliAsync("tasks", "--last=x?"));
        Assert.Equal((0, "client  v1.32.1\nserver  v1.32.1\n", ""), await daemon.CliAsync("version"));
    }

    [Fact]
    public async Task Exec_carries_input_output_and_exit_code()
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Equal((7, "out\n", "err\n"), await daemon.CliAsync("exec", "--", "sh", "-c", "cat; echo out; echo err >&2; exit 7"));
        Assert.Equal((0, "v\n", ""), await daemon.CliAsync("exec", "--env", "K=v", "sh", "-c", "echo $K"));
        Assert.Equal((1, "", "error: cannot find executable \"nope\"\n"), await daemon.CliAsync("exec", "nope"));
        Assert.Equal((1, "", "error: cannot use -t and -T at the same time\n"), await daemon.CliAsync("exec", "-t", "-T", "true"));
        Assert.Equal((1, "", "error: cannot perform the following tasks:\n- Execute command \"sleep\" (timed out after 100ms: context deadline exceeded)\n"),
            await daemon.CliAsync("exec", "--timeout", "100ms", "sleep", "10"));
    }

    [Fact]
    public async Task Files_go_back_and_forth()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var (local, remote, back) = (Path.Combine(daemon.Files, "local"), Path.Combine(daemon.Files, "r", "remote"), Path.Combine(daemon.Files, "back"));
        await File.WriteAllTextAsync(local, "content");
        File.SetUnixFileMode(local, (UnixFileMode)0x180);
        Assert.Equal((0, "", ""), await daemon.CliAsync("push", "-p", local, remote));
        Assert.Equal((UnixFileMode)0x180, File.GetUnixFileMode(remote));
        Assert.Equal((0, "", ""), await daemon.CliAsync("pull", remote, back));
        Assert.Equal("content", await File.ReadAllTextAsync(back));
        Assert.Equal((0, "remote\n", ""), await daemon.CliAsync("ls", Path.GetDirectoryName(remote)!));
        var (_, listing, _) = await daemon.CliAsync("ls", "-l", Path.Combine(daemon.Files, "r", "rem*"));
        Assert.Matches(@"^-rw-------  \S+ +\S+ +7B  today at .*  remote\n$", listing);
        Assert.Equal((1, "", "error: can only use globs on the last path element\n"), await daemon.CliAsync("ls", "/e*/x"));
        Assert.Equal((0, "", ""), await daemon.CliAsync("rm", "-r", Path.GetDirectoryName(remote)!));
        Assert.False(File.Exists(remote));
        Assert.Equal((1, "", $"error: remove {remote}: no such file or directory\n"), await daemon.CliAsync("rm", remote));
    }

    [Fact]
    public async Task Without_a_daemon_the_socket_is_named()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.EndAsync();
        Assert.Equal((1, "", $"error: cannot communicate with server: Get \"http://localhost/v1/services\": socket \"{daemon.Socket}\" not found\n"), await daemon.CliAsync("services"));
        Assert.Equal((0, $"client  v1.32.1\nserver  -\n", ""), await daemon.CliAsync("version"));
    }

    [Theory]
    [InlineData("nope", "error: unknown command \"nope\", see 'pebble help'\n")]
    [InlineData("run x", "error: too many arguments for command\n")]
    [InlineData("services --x", "error: unknown flag `x'\n")]
    [InlineData("signal hup a", "error: signal name must be uppercase, for example HUP\n")]
    [InlineData("logs -n x", "error: expected n to be a non-negative integer or \"all\", not \"x\"\n")]
    [InlineData("notify a.b/c x", "error: data args must be in \"name=value\" format, not \"x\"\n")]
    [InlineData("run --args", "cannot run daemon: --args requires a service name\n")]
    public async Task Mistakes_are_explained(string line, string message)
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Equal((1, "", message), await daemon.CliAsync(line.Split(' ')));
    }

    [Fact]
    public async Task Help_names_every_command()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var (code, all, _) = await daemon.CliAsync("help", "--all");
        Assert.Equal(0, code);
        Assert.All(Howdah.Pebble.Cli.Commands.All, c => Assert.Contains($"    {c.Name} ", all, StringComparison.Ordinal));
        Assert.StartsWith("Usage:\n  pebble exec [exec-OPTIONS] <command>...\n", (await daemon.CliAsync("help", "exec")).Output, StringComparison.Ordinal);
        Assert.Equal("""
            Usage:
              pebble logs [logs-OPTIONS] [<service>...]

            Prints the latest output of the named services, or of all, oldest first.

            [logs command options]
              -f, --follow              Follow (tail) logs for given services until Ctrl-C
                                        is pressed. If no services are specified, show logs
                                        from all services running when the command starts.
                  --format=[text|json]  Output format
              -n=<n>                    Number of logs to show (before following); defaults
                                        to 30. If 'all', show all buffered logs.

            """, (await daemon.CliAsync("logs", "--help")).Output);
        Assert.Equal(0, (await daemon.CliAsync()).Code);
    }
}
