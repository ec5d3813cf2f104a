using Howdah.Cli.Invocation;
using Howdah.Server.Client.Transport;

namespace Howdah.Cli.Engine;

/// <summary>Where the engine's program is: beside this one.</summary>
internal static class ServerBinary
{
    private const string Name = "howdah-server";

    /// <summary>What it is started with.</summary>
    public static IReadOnlyList<string> Arguments(DataDirectory data, string? listen) =>
        ["--data", data.Location, .. listen is null ? Array.Empty<string>() : ["--listen", listen]];

    /// <summary>Absolute path of <c>howdah-server</c>.</summary>
    /// <exception cref="CliException">It is not there.</exception>
    public static string Find()
    {
        var beside = Path.Combine(AppContext.BaseDirectory, Name);
        return File.Exists(beside)
            ? beside
            : throw new CliException($"cannot find {Name}: expected at {beside}; build it with './run' or install it beside howdah");
    }
}
