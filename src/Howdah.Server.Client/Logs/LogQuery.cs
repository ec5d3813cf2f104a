namespace Howdah.Server.Client.Logs;

/// <summary>Which lines of the log are wanted.</summary>
public sealed record LogQuery
{
    /// <summary>Only these entities (<c>unit-app-0</c>, <c>app/0</c>, <c>app</c>, with <c>*</c>); empty for all.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Not these entities.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Only these loggers and what is below them.</summary>
    public IReadOnlyList<string> IncludeModule { get; init; } = [];

    /// <summary>Not these loggers.</summary>
    public IReadOnlyList<string> ExcludeModule { get; init; } = [];

    /// <summary>The lowest level that is wanted.</summary>
    public string? Level { get; init; }

    /// <summary>How many of the last lines to begin with; null for all that are kept.</summary>
    public int? Backlog { get; init; }

    /// <summary>End after so many lines; null for no limit.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether new lines follow for as long as the reader listens.</summary>
    public bool Follow { get; init; }
}
