namespace Howdah.Pebble.Services;

/// <summary>A line of a service's output, without its newline; the sequence number orders lines of all services.</summary>
internal sealed record LogEntry(long Sequence, DateTimeOffset Time, string Service, ReadOnlyMemory<byte> Message);
