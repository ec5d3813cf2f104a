namespace Howdah.Server.Client.Errors;

/// <summary>The engine refused a request, or no engine answers.</summary>
/// <param name="kind">One of <see cref="ErrorKinds"/>.</param>
/// <param name="message">For the person who asked.</param>
/// <param name="innerException">The cause, when there is one.</param>
public sealed class HowdahException(string kind, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>One of <see cref="ErrorKinds"/>.</summary>
    public string Kind { get; } = kind;
}
