using System.IO.Enumeration;

namespace Howdah.Cli.Parsing;

/// <summary>Names with <c>*</c> and <c>?</c>, as <c>status</c> takes them.</summary>
internal static class NamePattern
{
    /// <summary>Whether a name fits a pattern.</summary>
    public static bool Fits(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
