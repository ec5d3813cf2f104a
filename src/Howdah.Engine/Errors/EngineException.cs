namespace Howdah.Engine;

/// <summary>What kind of mistake or trouble an <see cref="EngineException"/> reports; decides exit codes and HTTP statuses.</summary>
public enum EngineErrorKind
{
    /// <summary>The thing named does not exist.</summary>
    NotFound,

    /// <summary>The request itself is wrong: a value, a name, a combination.</summary>
    Invalid,

    /// <summary>The request is right but what exists stands against it.</summary>
    Conflict,

    /// <summary>It cannot be done now: the disk is full, the place is down, time ran out.</summary>
    Unavailable,
}

/// <summary>An error for the person who asked: the message says what was wrong, with which value, and what to do.</summary>
/// <param name="kind">What kind of error.</param>
/// <param name="message">The message, in the words of the Juju contract where it has words for it.</param>
/// <param name="innerException">The cause, when there is one.</param>
public sealed class EngineException(EngineErrorKind kind, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What kind of error.</summary>
    public EngineErrorKind Kind { get; } = kind;

    internal static EngineException NotFound(string message) => new(EngineErrorKind.NotFound, message);

    internal static EngineException Invalid(string message) => new(EngineErrorKind.Invalid, message);

    internal static EngineException Conflict(string message) => new(EngineErrorKind.Conflict, message);

    internal static EngineException Unavailable(string message, Exception? cause = null) =>
        new(EngineErrorKind.Unavailable, message, cause);
}
