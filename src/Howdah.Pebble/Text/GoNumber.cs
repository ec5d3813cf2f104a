using System.Globalization;

namespace Howdah.Pebble.Text;

/// <summary>Floating-point numbers as Go's <c>%g</c> and its YAML writer show them.</summary>
internal static class GoNumber
{
    public static string Format(double value) => value.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);
}
