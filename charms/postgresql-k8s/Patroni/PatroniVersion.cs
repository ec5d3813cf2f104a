using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Howdah.Charms.PostgresqlK8s.Patroni;

/// <summary>A release of Patroni, compared by its numbers.</summary>
internal sealed record PatroniVersion(int Major, int Minor, int Patch) : IComparable<PatroniVersion>
{
    /// <summary>Reads <c>3.0.2</c> out of what <c>patroni --version</c> or its <c>version.py</c> says.</summary>
    /// <returns>Whether a version was found in <paramref name="text"/>.</returns>
    internal static bool TryParse(string text, [NotNullWhen(true)] out PatroniVersion? version)
    {
        version = null;
        var start = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (start < 0)
        {
            return false;
        }

        var end = start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
        {
            end++;
        }

        var parts = text[start..end].Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2)
        {
            return false;
        }

        version = new(Number(parts, 0), Number(parts, 1), Number(parts, 2));
        return true;
    }

    public int CompareTo(PatroniVersion? other) =>
        other is null ? 1 : (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public static bool operator <(PatroniVersion left, PatroniVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(PatroniVersion left, PatroniVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(PatroniVersion left, PatroniVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(PatroniVersion left, PatroniVersion right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    private static int Number(string[] parts, int index) =>
        index < parts.Length && int.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
