using System.Globalization;
using Howdah.Engine.Yaml;

namespace Howdah.Engine.Charms;

/// <summary>How many instances of a storage a unit has: <c>m</c>, <c>m-n</c>, <c>m-</c> or <c>m+</c>; exactly one when nothing is said.</summary>
internal static class StorageRange
{
    public static (int Minimum, int? Maximum) Parse(YamlSection multiple)
    {
        if (multiple.Text("range") is not { } text)
        {
            return (1, 1);
        }

        var open = text.EndsWith('-') || text.EndsWith('+');
        var parts = text.TrimEnd('-', '+').Split('-', 2);
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var minimum))
        {
            throw multiple.Error("range", $"expected m, m-n, m- or m+, got \"{text}\"");
        }

        if (open)
        {
            return (minimum, null);
        }

        if (parts.Length == 1)
        {
            return (minimum, minimum);
        }

        return int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var maximum) && maximum >= minimum
            ? (minimum, maximum)
            : throw multiple.Error("range", $"expected m, m-n, m- or m+, got \"{text}\"");
    }
}
