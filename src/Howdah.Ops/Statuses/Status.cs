namespace Howdah.Ops;

/// <summary>A status of a unit or an application.</summary>
/// <param name="Kind">How it stands.</param>
/// <param name="Message">A few words for the operator.</param>
public sealed record Status(StatusKind Kind, string Message = "")
{
    /// <summary>It works.</summary>
    public static Status Active(string message = "") => new(StatusKind.Active, message);

    /// <summary>It waits for somebody else, who is at work.</summary>
    public static Status Waiting(string message) => new(StatusKind.Waiting, message);

    /// <summary>It is busy with itself.</summary>
    public static Status Maintenance(string message) => new(StatusKind.Maintenance, message);

    /// <summary>A person must do something; the message says what.</summary>
    public static Status Blocked(string message) => new(StatusKind.Blocked, message);

    /// <summary>What it waits for, in words for programs; null when only the message says it.</summary>
    public Need? Need { get; init; }

    /// <summary>The same status, saying also to programs what it waits for.</summary>
    public Status For(Need need) => this with { Need = need };

    /// <summary>The word that hook commands use.</summary>
    internal string Word => Kind.ToString().ToLowerInvariant();

    internal static Status Parse(string word, string message) =>
        new(Enum.TryParse<StatusKind>(word, ignoreCase: true, out var kind) ? kind : StatusKind.Unknown, message);
}

/// <summary>Kinds of status, the more severe the higher (Juju contract 8.7).</summary>
public enum StatusKind
{
    /// <summary>The charm has not said; cannot be set.</summary>
    Unknown,

    /// <summary>It works.</summary>
    Active,

    /// <summary>It waits for somebody else.</summary>
    Waiting,

    /// <summary>It is busy with itself.</summary>
    Maintenance,

    /// <summary>A person must do something.</summary>
    Blocked,

    /// <summary>A hook failed; cannot be set.</summary>
    Error,
}
