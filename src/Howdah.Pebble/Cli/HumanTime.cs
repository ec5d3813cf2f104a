using System.Globalization;
using System.Text;
using System.Text.Json;
using Howdah.Pebble.Native;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary>Times as people read them.</summary>
internal static class HumanTime
{
    /// <summary>A property of an object that is a time; <c>-</c> when absent.</summary>
    public static string Of(Invocation invocation, JsonElement json, string property)
    {
        if (!json.TryGetProperty(property, out var value) || GoTime.Parse(value.GetString() ?? "") is not { } time) return "-";
        return invocation.Has("abs-time") ? GoTime.LocalSeconds(time) : Relative(time, TimeProvider.System.GetLocalNow());
    }

    /// <summary>A time as seen from now: <c>today at 15:04 UTC</c>, <c>2 days ago, at …</c>, or the date when far off.</summary>
    public static string Relative(DateTimeOffset time, DateTimeOffset now)
    {
        const int FarAway = 60;
        var local = time.ToOffset(now.Offset);
        var days = (int)(local.Date - now.Date).TotalDays;
        if (Math.Abs(days) > FarAway) return local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var clock = $"{local.ToString("HH:mm", CultureInfo.InvariantCulture)} {Zone(time)}";
        return days switch
        {
            0 => $"today at {clock}",
            -1 => $"yesterday at {clock}",
            1 => $"tomorrow at {clock}",
            < 0 => $"{-days} days ago, at {clock}",
            _ => $"in {days} days, at {clock}",
        };
    }

    private static unsafe string Zone(DateTimeOffset time)
    {
        var buffer = stackalloc byte[32];
        var count = Libc.Zone(time.ToUnixTimeSeconds(), buffer, 32);
        return Encoding.UTF8.GetString(buffer, count);
    }
}
