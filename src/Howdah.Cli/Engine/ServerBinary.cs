using Howdah.Cli.Invocation;

namespace Howdah.Cli.Engine;

/// <summary>Where the engine's program is: beside this one.</summary>
internal static class ServerBinary
{
    private const string Name = "howdah-server";

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
