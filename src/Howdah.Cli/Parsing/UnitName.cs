using System.Text.RegularExpressions;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Parsing;

/// <summary>Names of units and applications as they are typed.</summary>
internal static partial class UnitName
{
    /// <summary>Whether it has the form <c>app/0</c> or <c>app/leader</c>.</summary>
    public static bool IsUnit(string text) => Unit().IsMatch(text);

    /// <summary>Refuses what has not the form <c>app/0</c> or <c>app/leader</c>.</summary>
    public static string Require(string text) =>
        IsUnit(text) ? text : throw CliException.BadUsage($"invalid unit name \"{text}\", expected something like postgresql-k8s/0");

    /// <summary>The application that a unit belongs to.</summary>
    public static string ApplicationOf(string unit) => unit[..unit.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The unit's name in logs, <c>unit-app-0</c>.</summary>
    public static string Tag(string unit) => "unit-" + unit.Replace('/', '-');

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]*[a-z][a-z0-9]*)*/([0-9]+|leader)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unit();
}
