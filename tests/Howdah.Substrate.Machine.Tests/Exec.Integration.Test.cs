using System.Text;
using Howdah.Engine.Substrates;
using static Howdah.Substrate.Machine.Tests.TestMachine;

namespace Howdah.Substrate.Machine.Tests;

public sealed class ExecTests : IAsyncLifetime
{
    private readonly TestMachine machine = new();
    private MachineSubstrate substrate = null!;

    public async Task InitializeAsync()
    {
        substrate = machine.Open();
        await substrate.EnsureUnitAsync(machine.Unit(), default);
    }

    public async Task DisposeAsync()
    {
        await substrate.DisposeAsync();
        await machine.DisposeAsync();
    }

    [Fact]
    public async Task A_command_has_both_outputs_and_an_exit_code()
    {
        var result = await RunAsync(substrate, "work", "/bin/sh", "-c", "echo out; echo err >&2; exit 7");

        Assert.Equal((7, "out\n", "err\n"), result);
    }

    [Fact]
    public async Task A_command_reads_its_input_and_has_environment_and_folder()
    {
        var spec = new ExecSpec(["/bin/sh", "-c", "cat; echo $GREETING; pwd"])
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["GREETING"] = "hello" },
            WorkingDirectory = "/usr/share",
        };
        await using var process = await substrate.ExecAsync(Model, "probe/0", "charm", spec, default);
        await process.StandardInput.WriteAsync("line\n"u8.ToArray());
        await process.StandardInput.DisposeAsync();
        using var output = new StreamReader(process.StandardOutput);

        Assert.Equal("line\nhello\n/usr/share\n", await output.ReadToEndAsync().WaitAsync(Limit));
        Assert.Equal(0, await process.ExitCode.WaitAsync(Limit));
    }

    [Fact]
    public async Task A_signal_ends_a_command()
    {
        await using var process = await substrate.ExecAsync(Model, "probe/0", "work", new ExecSpec(["/bin/sleep", "1000"]), default);

        await process.SignalAsync("SIGTERM", default);

        Assert.Equal(128 + 15, await process.ExitCode.WaitAsync(Limit));
    }

    [Fact]
    public async Task A_terminal_has_the_size_that_was_asked_for_and_changes_it()
    {
        var spec = new ExecSpec(["/bin/sh", "-c", "tty && stty size && read line && stty size"]) { Terminal = new TerminalSize(100, 30) };
        await using var process = await substrate.ExecAsync(Model, "probe/0", "work", spec, default);
        var text = new StringBuilder();
        await ReadUntilAsync("30 100");
        await process.ResizeAsync(new TerminalSize(120, 40), default);
        await process.StandardInput.WriteAsync("go\n"u8.ToArray());
        await ReadUntilAsync("40 120");

        Assert.Contains("/dev/pts/", text.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await process.ExitCode.WaitAsync(Limit));

        async Task ReadUntilAsync(string wanted)
        {
            var buffer = new byte[1024];
            while (!text.ToString().Contains(wanted, StringComparison.Ordinal))
            {
                var count = await process.StandardOutput.ReadAsync(buffer).AsTask().WaitAsync(Limit);
                Assert.True(count > 0, $"the terminal ended with: {text}");
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
        }
    }

    [Fact]
    public async Task A_container_that_is_not_there_is_named_with_those_that_are()
    {
        var error = await Assert.ThrowsAsync<SubstrateException>(() => RunAsync(substrate, "nope", "true"));

        Assert.Equal("probe/0 has no container \"nope\"; it has: charm, work", error.Message);
    }

    [Fact]
    public async Task A_command_that_is_not_there_is_refused()
    {
        var error = await Assert.ThrowsAsync<SubstrateException>(() => RunAsync(substrate, "work", "no-such-command"));

        Assert.StartsWith("no-such-command cannot be run in work of probe/0: ", error.Message, StringComparison.Ordinal);
    }
}
