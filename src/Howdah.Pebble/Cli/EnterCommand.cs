using Howdah.Pebble.Daemon;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary><c>enter</c>: a daemon in this process for as long as a subcommand takes.</summary>
internal static class EnterCommand
{
    private static readonly Dictionary<string, Sort> _sorts = new(StringComparer.Ordinal)
    {
        ["help"] = new(MayRun: false), ["version"] = new(MayRun: false), ["plan"] = new(MayRun: false),
        ["services"] = new(MayRun: false), ["ls"] = new(MayRun: false), ["exec"] = new(MayBeVerbose: false), ["start"] = new(GoesOn: true), ["stop"] = new(MustRun: true, GoesOn: true),
    };

    public static Command Command { get; } = new("enter", "Run", "Run subcommand under a container environment", RunAsync)
    {
        Description = """
            Makes Pebble the entrypoint of a container. Without a subcommand it does what
            run does; with one, it runs the subcommand against a daemon of its own.

            These subcommands are supported:

              help      (1)(2)
              version   (1)(2)
              plan      (1)(2)
              services  (1)(2)
              ls        (1)(2)
              exec      (2)
              start     (3)
              stop      (3)

            (1) Services are not started.
            (2) No logs on stderr unless -v is used.
            (3) Services continue running after the subcommand succeeds.
            """,
        Options = [.. RunCommands.Flags, new("run", "Start default services before executing subcommand")],
        Terminated = RunCommands.ExtraArguments,
        Positionals = [new("subcommand", Required: false, Many: true)],
        StopsAtPositional = true,
    };

    private static async Task<int> RunAsync(Invocation invocation)
    {
        var options = RunCommands.Options(invocation);
        if (invocation.Positionals is not [var name, .. var arguments]) return await RunCommand.RunAsync(options).ConfigureAwait(false);
        var sort = Check(name, invocation.Has("run"), invocation.Has("verbose"));
        var command = Commands.Find(name)!;
        var inner = ArgumentParser.Parse(command, arguments);
        if (inner.Has("help"))
        {
            HelpText.Of(command);
            return 0;
        }
        if (name is "help") return await command.Run(inner).ConfigureAwait(false);
        DaemonLog.IsSilent = !sort.GoesOn && !invocation.Has("verbose");
        using var server = inner.Server;
        return await RunCommand.RunAsync(options with { Hold = !invocation.Has("run") }, async () =>
        {
            var code = await command.Run(inner).ConfigureAwait(false);
            return sort.GoesOn && code == 0 ? null : code;
        }).ConfigureAwait(false);
    }

    // What may stand before which subcommand.
    private static Sort Check(string name, bool run, bool verbose)
    {
        var quoted = GoQuote.Quote(name);
        if (!_sorts.TryGetValue(name, out var sort)) throw new CliException($"enter: subcommand {quoted} is not supported");
        if (run && !sort.MayRun) throw new CliException($"enter: cannot provide --run before {quoted} subcommand");
        if (!run && sort.MustRun) throw new CliException($"enter: must use --run before {quoted} subcommand");
        if (verbose && !sort.MayBeVerbose) throw new CliException($"enter: cannot provide -v/--verbose before {quoted} subcommand");
        return sort;
    }

    private sealed record Sort(bool MayRun = true, bool MustRun = false, bool MayBeVerbose = true, bool GoesOn = false);
}
