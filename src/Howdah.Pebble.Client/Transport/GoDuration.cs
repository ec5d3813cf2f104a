using System.Buffers;
using System.Globalization;

namespace Howdah.Pebble.Client;

/// <summary>Durations as Pebble writes and reads them: <c>1.5s</c>, <c>2h45m</c>, <c>100ms</c>.</summary>
public static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Unit, double Ticks)[] Units =
    [
        ("ns", 0.01), ("us", 10), ("µs", 10), ("ms", TimeSpan.TicksPerMillisecond), ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute), ("h", TimeSpan.TicksPerHour),
    ];

    /// <summary>Writes the duration as Go does: <c>500ms</c>, <c>1.5s</c>, <c>1m0s</c>, <c>168h0m0s</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var sign = duration < TimeSpan.Zero ? "-" : "";
        var value = duration.Duration();
        if (value < TimeSpan.FromSeconds(1))
        {
            return value < TimeSpan.FromMilliseconds(1)
                ? $"{sign}{Number(value.TotalMicroseconds)}µs"
                : $"{sign}{Number(value.TotalMilliseconds)}ms";
        }

        var seconds = (value.Ticks % TimeSpan.TicksPerMinute) / (double)TimeSpan.TicksPerSecond;
        var hours = (long)value.TotalHours;
        var head = hours > 0 ? $"{hours}h{value.Minutes}m" : value.Minutes > 0 ? $"{value.Minutes}m" : "";
        return $"{sign}{head}{Number(seconds)}s";
    }

    /// <summary>Reads a duration.</summary>
    /// <exception cref="FormatException">It is none; a bare number is none either, except 0.</exception>
    public static TimeSpan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var duration) ? duration : throw new FormatException($"invalid duration \"{text}\"");
    }

    /// <summary>Reads a duration if it is one.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var rest = text.AsSpan();
        var negative = rest[0] == '-';
        if (rest[0] is '-' or '+')
        {
            rest = rest[1..];
        }

        if (rest is "0")
        {
            return true;
        }

        if (rest.IsEmpty)
        {
            return false;
        }

        double ticks = 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !double.TryParse(
                rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[digits..];
            var length = rest.IndexOfAny(Digits);
            var unit = (length < 0 ? rest : rest[..length]).ToString();
            var known = Array.FindIndex(Units, u => u.Unit == unit);
            if (known < 0)
            {
                return false;
            }

            ticks += number * Units[known].Ticks;
            rest = rest[unit.Length..];
        }

        if (ticks > TimeSpan.MaxValue.Ticks)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)Math.Round(negative ? -ticks : ticks));
        return true;
    }

    private static string Number(double value) => value.ToString("0.#########", CultureInfo.InvariantCulture);
}
