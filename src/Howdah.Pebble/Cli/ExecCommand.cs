using System.Runtime.InteropServices;
using Howdah.Pebble.Client;
using Howdah.Pebble.Native;

namespace Howdah.Pebble.Cli;

/// <summary><c>exec</c>.</summary>
internal static class ExecCommand
{
    public static Command Command { get; } = new("exec", "Files", "Execute a remote command and wait for it to finish", RunAsync)
    {
        Description = "Runs a command on the side of the daemon, passes input, output and signals on, and exits with the command's"
            + " exit code. All from the command on belongs to it, options too.",
        StopsAtPositional = true,
        Options =
        [
            new("", "Working directory to run command in", 'w', "<dir>"), new("env", "Environment variable to set (in 'FOO=bar' format)", null, "<env>", Repeat: true),
            .. Commands.Owner, new("timeout", "Timeout after which to terminate command", null, "<duration>"),
            new("context", "Inherit the context of the named service (overridden by -w, --env, --uid/user, --gid/group)", null, "<service>"),
            new("", "Allocate remote pseudo-terminal and connect stdout to it (default if stdout is a TTY)", 't'),
            new("", "Disable remote pseudo-terminal allocation", 'T'),
            new("", "Interactive mode: connect stdin to the pseudo-terminal (default if stdin and stdout are TTYs)", 'i'),
            new("", "Disable interactive mode and use a pipe for stdin", 'I'),
        ],
        Positionals = [new("command", Many: true)],
    };

    private static async Task<int> RunAsync(Invocation invocation)
    {
        if (invocation.Has("t") && invocation.Has("T")) throw new CliException("cannot use -t and -T at the same time");
        if (invocation.Has("i") && invocation.Has("I")) throw new CliException("cannot use -i and -I at the same time");
        var (stdinTty, stdoutTty) = (Libc.IsATty(0) == 1, Libc.IsATty(1) == 1);
        var terminal = !invocation.Has("T") && (invocation.Has("t") || stdoutTty);
        var interactive = !invocation.Has("I") && (invocation.Has("i") || (stdinTty && stdoutTty && terminal));
        var request = Request(invocation, terminal, interactive);
        using var raw = interactive && stdinTty ? RawTerminal.Enter(0) : null;
        await using var process = await invocation.Server.Client.ExecAsync(request).ConfigureAwait(false);
        using var signals = new ForwardedSignals(process, terminal);
        var input = CopyInputAsync(process);
        await Task.WhenAll(CopyAsync(process.Stdout, Console.OpenStandardOutput()), CopyAsync(process.Stderr, Console.OpenStandardError())).ConfigureAwait(false);
        _ = input;
        try
        {
            var code = await process.WaitAsync().ConfigureAwait(false);
            return signals.HungUp ? 0 : code;
        }
        catch (PebbleChangeException failure)
        {
            throw new CliException(failure.Error);
        }
    }

    private static ExecRequest Request(Invocation invocation, bool terminal, bool interactive)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal);
        if (terminal && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } term) environment["TERM"] = term;
        foreach (var entry in invocation.Values("env"))
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            environment[equals < 0 ? entry : entry[..equals]] = equals < 0 ? "" : entry[(equals + 1)..];
        }
        var sized = Libc.Window(1, out var columns, out var rows) == 0;
        return new ExecRequest([.. invocation.Positionals])
        {
            ServiceContext = invocation.Value("context"),
            Environment = environment,
            WorkingDirectory = invocation.Value("w"),
            Timeout = invocation.Duration("timeout"),
            UserId = invocation.Number("uid"),
            User = invocation.Value("user"),
            GroupId = invocation.Number("gid"),
            Group = invocation.Value("group"),
            Terminal = terminal,
            Interactive = interactive,
            Width = terminal && sized ? columns : 0,
            Height = terminal && sized ? rows : 0,
            SplitStderr = !terminal && !SameDevice(),
        };
    }

    private static bool SameDevice() => Libc.FStat(1, out var output) == 0 && Libc.FStat(2, out var error) == 0
        && output.Device == error.Device && output.Inode == error.Inode && output.SpecialDevice == error.SpecialDevice;

    // Reading our own stdin blocks a thread of its own, which may stay in the read when the command has ended.
    private static async Task CopyInputAsync(PebbleProcess process)
    {
        try
        {
            await CopyAsync(Console.OpenStandardInput(), process.Stdin).ConfigureAwait(false);
            await process.Stdin.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The command has ended without reading all of it.
        }
    }

    private static async Task CopyAsync(Stream from, Stream to)
    {
        var buffer = new byte[32 * 1024];
        while (await from.ReadAsync(buffer).ConfigureAwait(false) is var count and > 0)
        {
            await to.WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
            await to.FlushAsync().ConfigureAwait(false);
        }
    }
}
