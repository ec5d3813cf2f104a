using System.Globalization;
using System.Text;

namespace Howdah.Pebble.Text;

/// <summary>Go's duration strings: <c>300ms</c>, <c>1.5h</c>, <c>2h45m</c>.</summary>
internal static class GoDuration
{
    private static readonly (string Unit, decimal Nanoseconds)[] _units =
    [
        ("ns", 1m), ("us", 1e3m), ("µs", 1e3m), ("μs", 1e3m), ("ms", 1e6m), ("s", 1e9m), ("m", 60e9m), ("h", 3600e9m),
    ];

    private static readonly TimeSpan _longestTimer = TimeSpan.FromDays(24);
    private static readonly System.Buffers.SearchValues<char> _digits = System.Buffers.SearchValues.Create("0123456789.");

    /// <summary>Reads a duration. Null when it is none. Rounded to 100 ns.</summary>
    public static TimeSpan? Parse(string text)
    {
        var rest = text.AsSpan();
        var negative = rest.StartsWith("-");
        if (rest.Length > 0 && rest[0] is '-' or '+') rest = rest[1..];
        if (rest is "0") return TimeSpan.Zero;
        if (rest.IsEmpty) return null;
        var total = 0m;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(_digits);
            if (digits <= 0 || rest[..digits] is "." || rest[..digits].Count('.') > 1) return null;
            if (!decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
            rest = rest[digits..];
            var length = rest.IndexOfAny(_digits);
            var name = (length < 0 ? rest : rest[..length]).ToString();
            var unit = Array.Find(_units, u => string.Equals(u.Unit, name, StringComparison.Ordinal));
            if (unit.Unit is null) return null;
            total += number * unit.Nanoseconds;
            if (total > long.MaxValue) return null;
            rest = rest[name.Length..];
        }
        return TimeSpan.FromTicks((long)(total / 100m) * (negative ? -1 : 1));
    }

    /// <summary>What a timer can wait for: not less than nothing, and not more than it can count.</summary>
    public static TimeSpan ForTimer(TimeSpan duration) => duration < TimeSpan.Zero ? TimeSpan.Zero : duration > _longestTimer ? _longestTimer : duration;

    /// <summary>Writes a duration as Go prints it: <c>500ms</c>, <c>1.5s</c>, <c>1m0s</c>, <c>168h0m0s</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        var result = new StringBuilder(duration < TimeSpan.Zero ? "-" : "");
        var nanoseconds = (decimal)duration.Duration().Ticks * 100m;
        if (nanoseconds < 1e9m)
        {
            var (size, unit) = nanoseconds < 1e3m ? (1m, "ns") : nanoseconds < 1e6m ? (1e3m, "µs") : (1e6m, "ms");
            return result.Append((nanoseconds / size).ToString("0.######", CultureInfo.InvariantCulture)).Append(unit).ToString();
        }
        var minutes = decimal.Floor(nanoseconds / 60e9m);
        var hours = decimal.Floor(minutes / 60m);
        if (hours > 0) result.Append(CultureInfo.InvariantCulture, $"{hours:0}h");
        if (minutes > 0) result.Append(CultureInfo.InvariantCulture, $"{minutes % 60m:0}m");
        var seconds = nanoseconds % 60e9m / 1e9m;
        return result.Append(seconds.ToString("0.#########", CultureInfo.InvariantCulture)).Append('s').ToString();
    }
}
