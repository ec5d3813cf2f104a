namespace Howdah.Ops;

/// <summary>What a layer does with an entry of the same name below it.</summary>
public enum Override
{
    /// <summary>It takes its place.</summary>
    Replace,

    /// <summary>What it sets is laid over it.</summary>
    Merge,
}

/// <summary>What Pebble does when a service ends or a check of it fails.</summary>
public enum ServiceAction
{
    /// <summary>Start it again, after the backoff.</summary>
    Restart,

    /// <summary>End Pebble, and with it the container.</summary>
    Shutdown,

    /// <summary>End Pebble with exit code 0.</summary>
    SuccessShutdown,

    /// <summary>End Pebble with exit code 10.</summary>
    FailureShutdown,

    /// <summary>Nothing.</summary>
    Ignore,
}

/// <summary>A service. What is null is not written, so that Pebble's default (or the layer below) holds.</summary>
/// <param name="Command">Program and arguments.</param>
public sealed record Service(string? Command)
{
    /// <summary>What to do with a service of the same name below.</summary>
    public Override Override { get; init; } = Override.Replace;

    /// <summary>One line on it.</summary>
    public string? Summary { get; init; }

    /// <summary>Whether it starts with the container's plan (<c>startup: enabled</c>).</summary>
    public bool? Enabled { get; init; }

    /// <summary>Services that start before it.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Services that start after it.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Services that are started with it.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>Its variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Name of its user.</summary>
    public string? User { get; init; }

    /// <summary>Number of its user.</summary>
    public int? UserId { get; init; }

    /// <summary>Name of its group.</summary>
    public string? Group { get; init; }

    /// <summary>Number of its group.</summary>
    public int? GroupId { get; init; }

    /// <summary>Folder that it runs in.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>What to do when it ends with 0.</summary>
    public ServiceAction? OnSuccess { get; init; }

    /// <summary>What to do when it ends otherwise.</summary>
    public ServiceAction? OnFailure { get; init; }

    /// <summary>What to do when a check goes down, by the check's name.</summary>
    public IReadOnlyDictionary<string, ServiceAction> OnCheckFailure { get; init; } =
        new Dictionary<string, ServiceAction>(StringComparer.Ordinal);

    /// <summary>Wait before the first restart.</summary>
    public TimeSpan? BackoffDelay { get; init; }

    /// <summary>How much longer each further wait is.</summary>
    public double? BackoffFactor { get; init; }

    /// <summary>Longest wait.</summary>
    public TimeSpan? BackoffLimit { get; init; }

    /// <summary>Time between SIGTERM and SIGKILL.</summary>
    public TimeSpan? KillDelay { get; init; }
}
