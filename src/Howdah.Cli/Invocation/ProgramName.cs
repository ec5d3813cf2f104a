namespace Howdah.Cli.Invocation;

/// <summary>The name under which the user called this program, so that what it tells to type is right: <c>howdah</c>, or <c>juju</c>.</summary>
internal static class ProgramName
{
    private const string Juju = "juju";

    /// <summary>The name.</summary>
    public static string Current { get; } = Path.GetFileName(Typed()) == Juju ? Juju : "howdah";

    // What .NET gives for the first argument is the program's file, whatever link the user called.
    private static string Typed() => File.ReadAllText("/proc/self/cmdline").Split('\0', 2)[0];
}
