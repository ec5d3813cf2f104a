namespace Howdah.Engine;

/// <summary>Where a controller keeps things, and what it is called.</summary>
/// <param name="DataDirectory">Charms, units and logs; one controller at a time.</param>
/// <param name="CharmsDirectory">Packed charms that are found by name, a folder each.</param>
public sealed record ControllerOptions(string DataDirectory, string CharmsDirectory)
{
    /// <summary>Name of the controller.</summary>
    public string Name { get; init; } = "howdah";

    /// <summary>The Juju version that charms see and that <c>status</c> shows.</summary>
    public string JujuVersion { get; init; } = "3.6.14";

    /// <summary>How long leadership lasts without renewal; it is renewed at half of it.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>First wait before a failed hook is run again; doubles up to <see cref="RetryMost"/>.</summary>
    public TimeSpan RetryFirst { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait before a failed hook is run again.</summary>
    public TimeSpan RetryMost { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Most units that run hooks at once: more would only take the time of the databases beside them.</summary>
    public int UnitsAtOnce { get; init; } = 8 * Environment.ProcessorCount;

    /// <summary>Most bytes of statuses that are kept of a model.</summary>
    public long StatusLogBytes { get; init; } = 4 << 20;

    /// <summary>Most bytes of debug log that are kept of a model.</summary>
    public long LogBytes { get; init; } = 32 << 20;

    /// <summary>Most hooks whose record is kept of a unit.</summary>
    public int JournalRecords { get; init; } = 200;

    /// <summary>Most bytes of records that are kept of a unit.</summary>
    public long JournalBytes { get; init; } = 16 << 20;
}
