using System.Diagnostics;
using System.Text;
using Howdah.Pebble.Client;

namespace Howdah.Pebble.Tests.Daemon;

public sealed class ExecIntegrationTest
{
    [Fact]
    public async Task Output_and_errors_come_apart_and_whole()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await using var process = await daemon.Client.ExecAsync(new ExecRequest("sh", "-c", "echo OUT; echo ERR >&2; exit 42"));
        Assert.Equal(new ExecOutput(42, "OUT\n", "ERR\n"), await process.RunToEndAsync());
    }

    [Fact]
    public async Task Input_reaches_the_command_and_its_end_too()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var output = await daemon.Client.RunAsync(new ExecRequest("awk", "{ print toupper($0) }"), "foo\nBar\n");
        Assert.Equal(new ExecOutput(0, "FOO\nBAR\n", ""), output);
    }

    [Fact]
    public async Task Much_data_goes_both_ways()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var text = string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{i:D9}\n"));
        var output = await daemon.Client.RunAsync(new ExecRequest("cat"), text);
        Assert.True(string.Equals(text, output.Stdout, StringComparison.Ordinal), $"{output.Stdout.Length} of {text.Length} characters came back");
    }

    [Fact]
    public async Task Folder_environment_and_context_apply()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.LayerAsync("services: {ctx: {override: replace, command: x, working-dir: /usr, environment: {ONE: ctx, TWO: ctx}}}");
        var request = new ExecRequest("sh", "-c", "echo $PWD $ONE.$TWO.$THREE")
        {
            ServiceContext = "ctx", Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["ONE"] = "own" },
        };
        Assert.Equal("/usr own.ctx.\n", (await daemon.Client.RunAsync(request)).Stdout);
        Assert.Equal("/tmp own.ctx.\n", (await daemon.Client.RunAsync(request with { WorkingDirectory = "/tmp" })).Stdout);
    }

    [Fact]
    public async Task A_time_out_kills_the_command()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await using var process = await daemon.Client.ExecAsync(new ExecRequest("sleep", "1000") { Timeout = TimeSpan.FromMilliseconds(100) });
        var failure = await Assert.ThrowsAsync<PebbleChangeException>(() => process.RunToEndAsync());
        Assert.Contains("timed out after 100ms: context deadline exceeded", failure.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grandchild_that_keeps_the_output_open_keeps_the_change_going()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await using var process = await daemon.Client.ExecAsync(new ExecRequest("sh", "-c", "setsid sleep 2 & echo begun"));
        await process.Stdin.DisposeAsync();
        var buffer = new byte[100];
        Assert.Equal("begun\n", Encoding.UTF8.GetString(buffer, 0, await process.Stdout.ReadAsync(buffer)));
        await Task.WhenAny(process.WaitAsync(), Task.Delay(500));
        Assert.Equal("Doing", Assert.Single(await daemon.Client.GetChangesAsync()).Status);
        Assert.Equal(0, await process.Stdout.ReadAsync(buffer));
        Assert.Equal(0, await process.WaitAsync());
    }

    [Fact]
    public async Task A_terminal_has_a_size_that_can_change()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await using var process = await daemon.Client.ExecAsync(new ExecRequest("sh", "-c", "trap 'stty size; exit 3' WINCH; tty > /dev/null && stty size; while :; do sleep 0.05; done")
        {
            Terminal = true, Interactive = true, Width = 100, Height = 40,
        });
        var buffer = new byte[100];
        Assert.Equal("40 100\r\n", Encoding.UTF8.GetString(buffer, 0, await process.Stdout.ReadAsync(buffer)));
        await process.ResizeAsync(120, 50);
        using var rest = new StreamReader(process.Stdout);
        Assert.Equal("50 120\r\n", await rest.ReadToEndAsync());
        Assert.Equal(3, await process.WaitAsync());
    }

    [Fact]
    public async Task Ctrl_C_on_a_terminal_interrupts_and_the_end_of_input_is_Ctrl_D()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await using (var process = await daemon.Client.ExecAsync(new ExecRequest("sleep", "1000") { Terminal = true, Interactive = true }))
        {
            await TestDaemon.UntilAsync("it runs", () => Task.FromResult(Directory.GetDirectories("/proc").Length > 0));
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed < TimeSpan.FromSeconds(30) && !process.WaitAsync().IsCompleted)
            {
                await process.Stdin.WriteAsync(new byte[] { 3 });
                if (await Task.WhenAny(process.WaitAsync(), Task.Delay(100)) is Task<int>) break;
            }
            Assert.Equal(130, await process.WaitAsync());
        }
        await using var cat = await daemon.Client.ExecAsync(new ExecRequest("cat") { Terminal = true, Interactive = true });
        await cat.Stdin.WriteAsync("x\n"u8.ToArray());
        await cat.Stdin.DisposeAsync();
        using var output = new StreamReader(cat.Stdout);
        Assert.Equal("x\r\nx\r\n", await output.ReadToEndAsync());
        Assert.Equal(0, await cat.WaitAsync());
    }

    [Fact]
    public async Task Signals_reach_the_command()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await using var process = await daemon.Client.ExecAsync(new ExecRequest("sh", "-c", "trap 'exit 7' USR1; echo ready; while :; do sleep 0.05; done"));
        var buffer = new byte[10];
        Assert.Equal(6, await process.Stdout.ReadAtLeastAsync(buffer, 6));
        await process.SendSignalAsync("SIGUSR1");
        Assert.Equal(7, await process.WaitAsync());
    }

    [Fact]
    public async Task A_client_that_vanishes_kills_its_command()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await using (await daemon.Client.ExecAsync(new ExecRequest("sleep", "1000")))
        {
            await TestDaemon.UntilAsync("it runs", async () => (await daemon.Client.GetChangesAsync()).Count == 1);
        }
        await TestDaemon.UntilAsync("it ends", async () => (await daemon.Client.GetChangesAsync()).Count == 0);
        Assert.Equal(137, (await daemon.GetAsync("/v1/changes/1")).GetProperty("tasks")[0].GetProperty("data").GetProperty("exit-code").GetInt32());
    }

    [Fact]
    public async Task A_command_runs_as_another_user()
    {
        if (!Environment.IsPrivilegedProcess) return;
        await using var daemon = await TestDaemon.StartAsync();
        var output = await daemon.Client.RunAsync(new ExecRequest("sh", "-c", "id -un; id -Gn; echo $USER $HOME") { User = "nobody", WorkingDirectory = "/" });
        Assert.Equal("nobody\nnogroup\nnobody /nonexistent\n", output.Stdout);
    }

    [Theory]
    [InlineData("""{}""", "400 must specify command")]
    [InlineData("""{"command":["nosuchprogram"]}""", "400 cannot find executable \"nosuchprogram\"")]
    [InlineData("""{"command":["true"],"timeout":"x"}""", "400 invalid timeout: time: invalid duration \"x\"")]
    [InlineData("""{"command":["true"],"service-context":"x"}""", "400 context service \"x\" not found")]
    [InlineData("""{"command":["true"],"user":"nobody-here"}""", "400 user: unknown user nobody-here")]
    [InlineData("""{"command":["true"],"interactive":true}""", "500 cannot call exec: cannot use interactive mode without a terminal")]
    [InlineData("""{"command":["true"],"working-dir":"/nowhere"}""", "500 cannot call exec: working directory \"/nowhere\" does not exist")]
    [InlineData("""{"command":["true"],"working-dir":"/etc/passwd"}""", "500 cannot call exec: working directory \"/etc/passwd\" not a directory")]
    public async Task What_cannot_be_run_is_refused(string body, string message)
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Equal(message, await daemon.RefusedAsync(HttpMethod.Post, "/v1/exec", body));
    }

    [Fact]
    public async Task Nobody_connecting_fails_the_change()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.SendAsync(HttpMethod.Post, "/v1/exec", """{"command":["true"]}""");
        Assert.Equal("cannot perform the following tasks:\n- Execute command \"true\" (exec 1: timeout waiting for websocket connections: context deadline exceeded)",
            (await daemon.GetAsync("/v1/changes/1/wait")).GetProperty("err").GetString());
        Assert.Equal("404 cannot find task \"9\"", await daemon.RefusedAsync(HttpMethod.Get, "/v1/tasks/9/websocket/stdio"));
    }
}
