using System.Text.RegularExpressions;

namespace Howdah.Engine.Changes;

/// <summary>What names look like.</summary>
internal static partial class Names
{
    public static bool IsApplication(string name) => ApplicationName().IsMatch(name);

    public static bool IsModel(string name) => ModelName().IsMatch(name) && name != "controller";

    /// <summary>True for <c>app/0</c>.</summary>
    public static bool IsUnit(string name) => UnitName().IsMatch(name);

    /// <summary>The application of a unit.</summary>
    public static string ApplicationOf(string unit) => unit.Split('/', 2)[0];

    /// <summary><c>unit-app-0</c> for <c>app/0</c>.</summary>
    public static string Tag(string unit) => $"unit-{unit.Replace('/', '-')}";

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]*[a-z][a-z0-9]*)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ApplicationName();

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ModelName();

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]*[a-z][a-z0-9]*)*/(0|[1-9][0-9]*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UnitName();
}
