namespace Howdah.Pebble.Client;

/// <summary>A command to run in the container.</summary>
/// <param name="Command">Program and arguments.</param>
public sealed record ExecRequest(params IReadOnlyList<string> Command)
{
    /// <summary>Service whose environment, user and folder are the defaults.</summary>
    public string? ServiceContext { get; init; }

    /// <summary>Variables in addition.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Folder to run it in.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>When it is killed.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Number of the user.</summary>
    public int? UserId { get; init; }

    /// <summary>Name of the user.</summary>
    public string? User { get; init; }

    /// <summary>Number of the group.</summary>
    public int? GroupId { get; init; }

    /// <summary>Name of the group.</summary>
    public string? Group { get; init; }

    /// <summary>Run it on a terminal of its own.</summary>
    public bool Terminal { get; init; }

    /// <summary>Its input is that terminal too.</summary>
    public bool Interactive { get; init; }

    /// <summary>Columns of the terminal; 0 for 80.</summary>
    public int Width { get; init; }

    /// <summary>Rows of the terminal; 0 for 25.</summary>
    public int Height { get; init; }

    /// <summary>
    /// Errors come on a stream of their own (default); false joins them to the output. A terminal has one stream.
    /// </summary>
    public bool SplitStderr { get; init; } = true;
}

/// <summary>What goes over the wire for an <see cref="ExecRequest"/>.</summary>
internal sealed record ExecBody(
    IReadOnlyList<string> Command,
    string? ServiceContext,
    IReadOnlyDictionary<string, string>? Environment,
    string? WorkingDir,
    string? Timeout,
    int? UserId,
    string? User,
    int? GroupId,
    string? Group,
    bool Terminal,
    bool Interactive,
    bool SplitStderr,
    int? Width,
    int? Height)
{
    public static ExecBody From(ExecRequest request) => new(
        request.Command,
        request.ServiceContext,
        request.Environment,
        request.WorkingDirectory,
        request.Timeout is { } timeout ? GoDuration.Format(timeout) : null,
        request.UserId,
        request.User,
        request.GroupId,
        request.Group,
        request.Terminal,
        request.Interactive,
        request.SplitStderr && !request.Terminal,
        request.Width > 0 ? request.Width : null,
        request.Height > 0 ? request.Height : null);
}
