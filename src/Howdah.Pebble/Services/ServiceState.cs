namespace Howdah.Pebble.Services;

/// <summary>Where a service is in its life.</summary>
internal enum ServiceState
{
    /// <summary>Never started.</summary>
    Initial,

    /// <summary>Started less than the okay delay ago.</summary>
    Starting,

    Running,

    /// <summary>Was sent SIGTERM.</summary>
    Terminating,

    /// <summary>Was sent SIGKILL.</summary>
    Killing,

    Stopped,

    /// <summary>Waits to be started again.</summary>
    Backoff,

    /// <summary>Ended by itself, and its exit action was to leave it so.</summary>
    Exited,
}
