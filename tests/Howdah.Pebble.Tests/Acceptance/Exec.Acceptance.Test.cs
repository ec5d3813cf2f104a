using System.Diagnostics;
using System.Text;
using Howdah.Pebble.Client;

namespace Howdah.Pebble.Tests.Acceptance;

public sealed class ExecAcceptanceTest(SharedDaemon shared) : IClassFixture<SharedDaemon>
{
    [Fact, Trait("item", "06")]
    public async Task An_exit_code_comes_back()
    {
        Assert.Equal(0, (await shared.Client.RunAsync(new ExecRequest("true"))).ExitCode);
        var exits = new ExecRequest("/bin/sh", "-c", "exit 42");
        var failure = await Assert.ThrowsAsync<PebbleExecException>(() => shared.Client.RunAsync(exits));
        Assert.Equal(42, failure.ExitCode);
    }

    [Theory, Trait("item", "07")]
    [InlineData(0)]
    [InlineData(42)]
    public async Task Output_and_errors_are_split(int code)
    {
        await using var process =
            await shared.Client.ExecAsync(new ExecRequest("/bin/sh", "-c", $"echo OUT; echo ERR >&2; exit {code}"));
        Assert.Equal(new ExecOutput(code, "OUT\n", "ERR\n"), await process.RunToEndAsync());
    }

    [Fact, Trait("item", "08")]
    public async Task Input_goes_through_a_filter() =>
        Assert.Equal(new ExecOutput(0, "FOO\nBAR\n", ""),
            await shared.Client.RunAsync(new ExecRequest("awk", "{ print toupper($0) }"), "foo\nBar\n"));

    [Fact, Trait("item", "09")]
    public async Task A_time_out_is_an_error_of_the_change()
    {
        await using var process =
            await shared.Client.ExecAsync(new ExecRequest("sleep", "1000") { Timeout = TimeSpan.FromMilliseconds(100) });
        Assert.Contains("timed out", (await Assert.ThrowsAsync<PebbleChangeException>(() => process.RunToEndAsync())).Error,
            StringComparison.Ordinal);
    }

    [Fact, Trait("item", "10")]
    public async Task A_grandchild_that_holds_the_output_keeps_the_change_unready_after_the_time_out()
    {
        const string Script = "setsid sleep 1000 & echo $!; exec sleep 1000";
        var request = new ExecRequest("/bin/sh", "-c", Script) { Timeout = TimeSpan.FromSeconds(2) };
        var process = await shared.Client.ExecAsync(request);
        var grandchild = new byte[20];
        var length = await process.Stdout.ReadAsync(grandchild);
        var reading = process.Stdout.ReadAsync(new byte[1]).AsTask();
        var change = (await shared.Client.GetChangesAsync()).Single(c => c.Kind is "exec").Id;
        await Assert.ThrowsAsync<PebbleTimeoutException>(() =>
            shared.Client.WaitChangeAsync(change, TimeSpan.FromSeconds(3)));
        Assert.False((await shared.Client.GetChangeAsync(change)).Ready);
        // The client gives up and shuts its sockets: its reader ends.
        await process.DisposeAsync();
        await Record.ExceptionAsync(() => reading.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.True(reading.IsCompleted);
        using var kill = Process.Start("kill", Encoding.ASCII.GetString(grandchild, 0, length).Trim());
        await kill.WaitForExitAsync();
    }

    [Fact, Trait("item", "11")]
    public async Task Folder_and_environment_are_as_asked()
    {
        var folder = shared.NewFolder();
        Assert.Equal($"{folder}\n", (await shared.Client.RunAsync(new ExecRequest("pwd") { WorkingDirectory = folder })).Stdout);
        var request = new ExecRequest("/bin/sh", "-c", "echo $ONE.$TWO.$THREE.")
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["ONE"] = "1", ["TWO"] = "2" },
        };
        Assert.Equal("1.2..\n", (await shared.Client.RunAsync(request)).Stdout);
    }

    [Fact, Trait("item", "12")]
    public async Task Lines_stream_through_one_by_one()
    {
        await using var process = await shared.Client.ExecAsync(new ExecRequest("cat"));
        using var output = new StreamReader(process.Stdout);
        for (var i = 0; i < 10; i++)
        {
            await process.Stdin.WriteAsync(Encoding.UTF8.GetBytes($"line {i} é\n"));
            Assert.Equal($"line {i} é", await output.ReadLineAsync());
        }
        await process.Stdin.DisposeAsync();
        Assert.Null(await output.ReadLineAsync());
        Assert.Equal(0, await process.WaitAsync());
    }
}
