namespace Howdah.Server.Client.Status;

/// <summary>A status with the time since when it holds, as Juju prints it in several places.</summary>
/// <param name="Current">The status word, such as <c>active</c> or <c>idle</c>.</param>
public sealed record StatusValue(string Current)
{
    /// <summary>What the charm or the agent says about it.</summary>
    public string? Message { get; init; }

    /// <summary>Local time with offset, <c>24 Feb 2025 12:03:17+13:00</c>.</summary>
    public string? Since { get; init; }

    /// <summary>Version of the agent; only in a unit's <c>juju-status</c>.</summary>
    public string? Version { get; init; }
}
