namespace Howdah.Pebble.Client;

/// <summary>Something that happened in a container.</summary>
public abstract record PebbleEvent
{
    private PebbleEvent()
    {
    }

    /// <summary>Pebble answers; another <paramref name="BootId"/> means that the container is a new one.</summary>
    public sealed record Ready(string BootId) : PebbleEvent;

    /// <summary>Pebble does not answer any more. A new one gives <see cref="Ready"/> again.</summary>
    public sealed record Gone : PebbleEvent;

    /// <summary>A custom notice was recorded or repeated.</summary>
    public sealed record CustomNotice(string Id, string Type, string Key) : PebbleEvent;

    /// <summary>A health check reached its threshold.</summary>
    public sealed record CheckFailed(string Name) : PebbleEvent;

    /// <summary>A health check that had failed succeeds again.</summary>
    public sealed record CheckRecovered(string Name) : PebbleEvent;
}
