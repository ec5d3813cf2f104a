using System.Globalization;
using Howdah.Charms.PostgresqlK8s.Configuration;

namespace Howdah.Charms.Tests.Configuration;

/// <summary>Values at the bounds of an option and beyond them.</summary>
internal static class OptionBounds
{
    internal static IEnumerable<(string Value, bool IsAllowed)> Of(Option option) => option switch
    {
        IntegerOption o =>
        [
            (Text(o.Least), true), (Text(o.Most), true), (Text(o.Least - 1), false), (Text(o.Most + 1), false), ("1.5", false), ("many", false),
        ],
        NumberOption o =>
        [
            (Text(o.Least), true), (Text(o.Most), true), (Text(o.Least - 0.001), false), (o.Most < double.MaxValue ? Text(o.Most + 0.001) : "1E+309", false),
            ("NaN", false),
        ],
        SwitchOption => [("true", true), ("false", true), ("maybe", false)],
        ChoiceOption o => [.. o.Words.Select(w => (w, true)), ("something else", false), ("", false)],
        SecretOption => [("secret:abc", true), ("a password", false)],
        _ => [("a\nb", false), (new string('x', 2000), false)],
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
