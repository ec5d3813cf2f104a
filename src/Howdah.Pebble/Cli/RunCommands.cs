using Howdah.Pebble.Daemon;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary><c>run</c>.</summary>
internal static class RunCommands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new("run", "Run", "Run the service manager environment", RunAsync)
        {
            Description = "The run command starts Pebble and runs the configured environment.",
            Options =
            [
                new("create-dirs", "Create Pebble directory on startup if it doesn't exist"),
                new("hold", "Do not start default services automatically"),
                new("http", "Start HTTP API listening on this address in \"<address>:port\" format (for example, \":4000\", \"192.0.2.0:4000\", \"[2001:db8::1]:4000\")", null, "<address>"),
                new("https", "Start HTTPS API listening on this address, for clients with certificates", null, "<address>"),
                new("identities", "Seed identities from a YAML file (like update-identities --replace)", null, "<path>"),
                new("verbose", "Log all output from services to stdout (also PEBBLE_VERBOSE=1)", 'v'),
            ],
            Terminated = new("args", "Provide additional arguments to a service", null, "<service> <args> ;"),
        },
    ];

    private static Task<int> RunAsync(Invocation invocation)
    {
        var environment = RunOptions.FromEnvironment();
        return RunCommand.RunAsync(environment with
        {
            CreateDirs = invocation.Has("create-dirs"),
            Hold = invocation.Has("hold"),
            Verbose = environment.Verbose || invocation.Has("verbose"),
            Http = invocation.Value("http"),
            Https = invocation.Value("https"),
            Identities = invocation.Value("identities"),
            Arguments = Arguments(invocation.Terminated),
        });
    }

    private static Dictionary<string, IReadOnlyList<string>> Arguments(List<List<string>> uses)
    {
        Dictionary<string, IReadOnlyList<string>> result = new(StringComparer.Ordinal);
        foreach (var words in uses)
        {
            if (words.Count == 0) throw new CliException("--args requires a service name");
            if (!result.TryAdd(words[0], words[1..])) throw new CliException($"--args provided more than once for {GoQuote.Quote(words[0])} service");
        }
        return result;
    }
}
