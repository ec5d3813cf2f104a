using Howdah.Pebble.Text;

namespace Howdah.Pebble.Plan;

/// <summary>A health check as a layer or the combined plan has it; null means not set.</summary>
internal sealed record CheckConfig
{
    public required string Name { get; init; }

    public string? Override { get; init; }

    public string? Level { get; init; }

    public string? Startup { get; init; }

    public TimeSpan? Period { get; init; }

    public TimeSpan? Timeout { get; init; }

    public int? Threshold { get; init; }

    public HttpCheck? Http { get; init; }

    public TcpCheck? Tcp { get; init; }

    public ExecCheck? Exec { get; init; }

    public bool IsEnabled => !string.Equals(Startup, "disabled", StringComparison.Ordinal);

    public TimeSpan PeriodOrDefault => GoDuration.ForTimer(Period ?? TimeSpan.FromSeconds(10));

    public int ThresholdOrDefault => Threshold is null or 0 ? 3 : Threshold.Value;

    /// <summary>The limit of one run: never longer than the period.</summary>
    public TimeSpan Limit => TimeSpan.FromTicks(Math.Min((Timeout ?? TimeSpan.FromSeconds(3)).Ticks, PeriodOrDefault.Ticks));

    /// <summary>How summaries name the kind of check.</summary>
    public string KindName => Http is not null ? "HTTP" : Tcp is not null ? "TCP" : "exec";

    /// <summary>What this becomes when a later layer's entry is merged into it.</summary>
    public CheckConfig Merge(CheckConfig later) => this with
    {
        Level = later.Level ?? Level,
        Startup = later.Startup ?? Startup,
        Period = later.Period ?? Period,
        Timeout = later.Timeout ?? Timeout,
        Threshold = later.Threshold is null or 0 ? Threshold : later.Threshold,
        Http = later.Http is null ? Http : (Http ?? new HttpCheck()).Merge(later.Http),
        Tcp = later.Tcp is null ? Tcp : (Tcp ?? new TcpCheck()).Merge(later.Tcp),
        Exec = later.Exec is null ? Exec : (Exec ?? new ExecCheck()).Merge(later.Exec),
    };
}

/// <summary>A GET that must answer 2xx.</summary>
internal sealed record HttpCheck
{
    public string? Url { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = Maps.Empty;

    public HttpCheck Merge(HttpCheck later) => new() { Url = later.Url ?? Url, Headers = Maps.Merge(Headers, later.Headers) };
}

/// <summary>A port that must accept a connection.</summary>
internal sealed record TcpCheck
{
    public int? Port { get; init; }

    public string? Host { get; init; }

    public TcpCheck Merge(TcpCheck later) => new() { Port = later.Port ?? Port, Host = later.Host ?? Host };
}

/// <summary>A command that must end with 0.</summary>
internal sealed record ExecCheck
{
    public string? Command { get; init; }

    public string? ServiceContext { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = Maps.Empty;

    public int? UserId { get; init; }

    public string? User { get; init; }

    public int? GroupId { get; init; }

    public string? Group { get; init; }

    public string? WorkingDir { get; init; }

    public ExecCheck Merge(ExecCheck later) => new()
    {
        Command = later.Command ?? Command,
        ServiceContext = later.ServiceContext ?? ServiceContext,
        Environment = Maps.Merge(Environment, later.Environment),
        UserId = later.UserId ?? UserId,
        User = later.User ?? User,
        GroupId = later.GroupId ?? GroupId,
        Group = later.Group ?? Group,
        WorkingDir = later.WorkingDir ?? WorkingDir,
    };
}
