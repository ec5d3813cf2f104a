namespace Howdah.Cli.Parsing;

/// <summary>How a user names a charm.</summary>
internal static class CharmPath
{
    /// <summary>A path begins with "./" or "/"; what a shell completed without it and is there is meant as a path too.</summary>
    public static string Of(string charm) =>
        charm.Contains('/', StringComparison.Ordinal) && Path.Exists(charm) ? Path.GetFullPath(charm) : charm;
}
