using Howdah.Pebble.Daemon;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary><c>run</c>, and what <c>enter</c> shares with it.</summary>
internal static class RunCommands
{
    /// <summary>The flags of the daemon.</summary>
    public static IReadOnlyList<Option> Flags { get; } =
    [
        new("create-dirs", "Create Pebble directory on startup if it doesn't exist"),
        new("hold", "Do not start default services automatically"),
        new("http", "Start HTTP API listening on this address in \"<address>:port\" format "
            + "(for example, \":4000\", \"192.0.2.0:4000\", \"[2001:db8::1]:4000\")", null, "<address>"),
        new("https", "Start HTTPS API listening on this address, for clients with certificates", null, "<address>"),
        new("identities", "Seed identities from a YAML file (like update-identities --replace)", null, "<path>"),
        new("verbose", "Log all output from services to stdout (also PEBBLE_VERBOSE=1)", 'v'),
    ];

    public static Option ExtraArguments { get; } =
        new("args", "Provide additional arguments to a service", null, "<service> <args> ;");

    public static IReadOnlyList<Command> All { get; } =
    [
        new("run", "Run", "Run the service manager environment", invocation => RunCommand.RunAsync(Options(invocation)))
        {
            Description = "Runs the daemon: it starts the services whose startup is enabled, serves the API, and ends on SIGTERM,"
                + " SIGINT or SIGQUIT, its services first.",
            Options = Flags,
            Terminated = ExtraArguments,
        },
        EnterCommand.Command,
    ];

    /// <summary>How flags and environment want the daemon.</summary>
    public static RunOptions Options(Invocation invocation)
    {
        var environment = RunOptions.FromEnvironment();
        return environment with
        {
            CreateDirs = invocation.Has("create-dirs"),
            Hold = invocation.Has("hold"),
            Verbose = environment.Verbose || invocation.Has("verbose"),
            Http = invocation.Value("http"),
            Https = invocation.Value("https"),
            Identities = invocation.Value("identities"),
            Arguments = Arguments(invocation.Terminated),
        };
    }

    private static Dictionary<string, IReadOnlyList<string>> Arguments(List<List<string>> uses)
    {
        Dictionary<string, IReadOnlyList<string>> result = new(StringComparer.Ordinal);
        foreach (var words in uses)
        {
            if (words.Count == 0) throw Refused("--args requires a service name");
            if (result.TryAdd(words[0], words[1..])) continue;
            throw Refused($"--args provided more than once for {GoQuote.Quote(words[0])} service");
        }
        return result;
    }

    private static CliException Refused(string message) => new($"cannot run daemon: {message}") { IsBare = true };
}
