namespace Howdah.Pebble.Plan;

/// <summary>A service as a layer or the combined plan has it; null means not set.</summary>
internal sealed record ServiceConfig
{
    public required string Name { get; init; }

    public string? Summary { get; init; }

    public string? Description { get; init; }

    public string? Startup { get; init; }

    public string? Override { get; init; }

    public string? Command { get; init; }

    public IReadOnlyList<string> After { get; init; } = [];

    public IReadOnlyList<string> Before { get; init; } = [];

    public IReadOnlyList<string> Requires { get; init; } = [];

    public string? Workload { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = Maps.Empty;

    public int? UserId { get; init; }

    public string? User { get; init; }

    public int? GroupId { get; init; }

    public string? Group { get; init; }

    public string? WorkingDir { get; init; }

    public string? OnSuccess { get; init; }

    public string? OnFailure { get; init; }

    public IReadOnlyDictionary<string, string> OnCheckFailure { get; init; } = Maps.Empty;

    public TimeSpan? BackoffDelay { get; init; }

    public double? BackoffFactor { get; init; }

    public TimeSpan? BackoffLimit { get; init; }

    public TimeSpan? KillDelay { get; init; }

    public bool IsEnabled => string.Equals(Startup, "enabled", StringComparison.Ordinal);

    public TimeSpan KillDelayOrDefault => KillDelay ?? TimeSpan.FromSeconds(5);

    public TimeSpan BackoffLimitOrDefault => BackoffLimit ?? TimeSpan.FromSeconds(30);

    /// <summary>What this becomes when a later layer's entry is merged into it.</summary>
    public ServiceConfig Merge(ServiceConfig later) => this with
    {
        Summary = later.Summary ?? Summary,
        Description = later.Description ?? Description,
        Startup = later.Startup ?? Startup,
        Command = later.Command ?? Command,
        After = [.. After, .. later.After],
        Before = [.. Before, .. later.Before],
        Requires = [.. Requires, .. later.Requires],
        Workload = later.Workload ?? Workload,
        Environment = Maps.Merge(Environment, later.Environment),
        UserId = later.UserId ?? UserId,
        User = later.User ?? User,
        GroupId = later.GroupId ?? GroupId,
        Group = later.Group ?? Group,
        WorkingDir = later.WorkingDir ?? WorkingDir,
        OnSuccess = later.OnSuccess ?? OnSuccess,
        OnFailure = later.OnFailure ?? OnFailure,
        OnCheckFailure = Maps.Merge(OnCheckFailure, later.OnCheckFailure),
        BackoffDelay = later.BackoffDelay ?? BackoffDelay,
        BackoffFactor = later.BackoffFactor ?? BackoffFactor,
        BackoffLimit = later.BackoffLimit ?? BackoffLimit,
        KillDelay = later.KillDelay ?? KillDelay,
    };
}
