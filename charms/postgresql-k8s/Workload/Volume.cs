using System.Globalization;

namespace Howdah.Charms.PostgresqlK8s.Workload;

/// <summary>The volume that the data is on.</summary>
/// <param name="Total">Its size in bytes.</param>
/// <param name="Free">What an ordinary user may still write, in bytes.</param>
internal sealed record Volume(long Total, long Free)
{
    // A tenth, as the original says; of a large volume a tenth is plenty, and one gigabyte is enough for a day to act in.
    private const int Part = 10;
    private const long Enough = 1L << 30;

    /// <summary>Looks at the volume of a folder.</summary>
    internal Volume(string folder)
        : this(new DriveInfo(folder))
    {
    }

    private Volume(DriveInfo drive)
        : this(drive.TotalSize, drive.AvailableFreeSpace)
    {
    }

    /// <summary>A status text when it is about to be full, or is; null when there is room.</summary>
    internal string? FindShortage() => Free >= Math.Min(Total / Part, Enough)
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"<10% free space on pgdata volume: {Megabytes(Free)} MB of {Megabytes(Total)} MB; make it larger, or remove what is not needed");

    private static long Megabytes(long bytes) => bytes >> 20;
}
