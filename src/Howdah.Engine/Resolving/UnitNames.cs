using System.Globalization;

namespace Howdah.Engine.Resolving;

/// <summary>The order of units: by application, then by number.</summary>
internal static class UnitNames
{
    public static IComparer<string> Order { get; } = Comparer<string>.Create(Compare);

    private static int Compare(string one, string other)
    {
        var (first, second) = (one.Split('/', 2), other.Split('/', 2));
        var byApplication = string.CompareOrdinal(first[0], second[0]);
        return byApplication != 0 || first.Length < 2 || second.Length < 2 ? byApplication : Number(first[1]).CompareTo(Number(second[1]));
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
