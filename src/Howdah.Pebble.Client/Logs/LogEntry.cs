namespace Howdah.Pebble.Client;

/// <summary>A line that a service printed.</summary>
public sealed record LogEntry(DateTimeOffset Time, string Service, string Message);
