namespace Howdah.Pebble.Client;

/// <summary>The daemon.</summary>
/// <param name="Version">Its version.</param>
/// <param name="BootId">Another one after each start of the container.</param>
public sealed record SystemInfo(string Version, string BootId = "");
