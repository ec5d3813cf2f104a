using System.Globalization;

namespace Howdah.Server.Views;

/// <summary>Times as Juju prints them, in local time.</summary>
internal static class Times
{
    /// <summary><c>24 Feb 2025 12:03:17+13:00</c>; <c>Z</c> for UTC.</summary>
    public static string Since(DateTimeOffset time) =>
        time.ToLocalTime().ToString("dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + Offset(time.ToLocalTime());

    /// <summary><c>12:04:55+13:00</c>.</summary>
    public static string OfDay(DateTimeOffset time) =>
        time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture) + Offset(time.ToLocalTime());

    /// <summary><c>2025-03-01 16:23:26 +1300 +13</c>, as Go prints a time; <c>+0000 UTC</c> for UTC.</summary>
    public static string OfTask(DateTimeOffset time)
    {
        var local = time.ToLocalTime();
        var offset = local.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
        var zone = local.Offset == TimeSpan.Zero ? "UTC" : offset.EndsWith("00", StringComparison.Ordinal) ? offset[..3] : offset;
        return local.ToString("yyyy-MM-dd HH:mm:ss ", CultureInfo.InvariantCulture) + offset + " " + zone;
    }

    private static string Offset(DateTimeOffset local) =>
        local.Offset == TimeSpan.Zero ? "Z" : local.ToString("zzz", CultureInfo.InvariantCulture);
}
