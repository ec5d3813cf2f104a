namespace Howdah.Pebble.Client;

/// <summary>A service and what it does at the moment.</summary>
/// <param name="Name">Its name in the plan.</param>
/// <param name="Startup"><c>enabled</c> or <c>disabled</c>.</param>
/// <param name="Current"><c>active</c>, <c>inactive</c>, <c>backoff</c> or <c>error</c>.</param>
/// <param name="CurrentSince">Since when; null for one that never ran.</param>
public sealed record ServiceInfo(string Name, string? Startup, string? Current, DateTimeOffset? CurrentSince = null)
{
    /// <summary>Whether its process runs.</summary>
    public bool IsRunning => string.Equals(Current, "active", StringComparison.Ordinal);
}
