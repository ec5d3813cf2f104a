using System.CommandLine;

namespace Howdah.Cli.Parsing;

/// <summary>The option of commands that start an engine which others may call over the network.</summary>
internal static class ListenOption
{
    /// <summary>Makes it.</summary>
    public static Option<string?> Create() => new("--listen")
    {
        Description = "Listen there too, over TLS, for callers with a token (see remote-access)",
        HelpName = "address:port",
    };
}
