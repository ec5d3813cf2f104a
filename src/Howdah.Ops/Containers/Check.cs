namespace Howdah.Ops;

/// <summary>What a check says about a container.</summary>
public enum CheckLevel
{
    /// <summary>It lives.</summary>
    Alive,

    /// <summary>It serves.</summary>
    Ready,
}

/// <summary>A health check: exactly one of <see cref="Http"/>, <see cref="Tcp"/> and <see cref="Exec"/> is set.</summary>
public sealed record Check
{
    /// <summary>What to do with a check of the same name below.</summary>
    public Override Override { get; init; } = Override.Replace;

    /// <summary>What it says about the container.</summary>
    public CheckLevel? Level { get; init; }

    /// <summary>Whether it runs from the beginning (<c>startup</c>).</summary>
    public bool? Enabled { get; init; }

    /// <summary>How often it runs.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>How long a run may take.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How many failures in a row make it go down.</summary>
    public int? Threshold { get; init; }

    /// <summary>Asks a URL.</summary>
    public HttpCheck? Http { get; init; }

    /// <summary>Connects to a port.</summary>
    public TcpCheck? Tcp { get; init; }

    /// <summary>Runs a command.</summary>
    public ExecCheck? Exec { get; init; }
}

/// <summary>A check that asks a URL; 2xx is success.</summary>
public sealed record HttpCheck(string Url)
{
    /// <summary>Headers to send.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>A check that connects to a port.</summary>
public sealed record TcpCheck(int Port, string? Host = null);

/// <summary>A check that runs a command; exit code 0 is success.</summary>
public sealed record ExecCheck(string Command)
{
    /// <summary>Service whose environment, user and folder are the defaults.</summary>
    public string? ServiceContext { get; init; }

    /// <summary>Variables in addition.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Name of the user.</summary>
    public string? User { get; init; }

    /// <summary>Name of the group.</summary>
    public string? Group { get; init; }

    /// <summary>Folder that it runs in.</summary>
    public string? WorkingDirectory { get; init; }
}

/// <summary>Where logs are forwarded to.</summary>
/// <param name="Type"><c>loki</c>, <c>opentelemetry</c> or <c>syslog</c>.</param>
/// <param name="Location">Its URL.</param>
/// <param name="Services">Services whose logs go there; <c>all</c> for all.</param>
public sealed record LogTarget(string Type, string Location, IReadOnlyList<string> Services)
{
    /// <summary>What to do with a target of the same name below.</summary>
    public Override Override { get; init; } = Override.Replace;

    /// <summary>Labels of each line.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
