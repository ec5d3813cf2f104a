namespace Howdah.Server.Hosting;

/// <summary>The engine cannot serve.</summary>
/// <param name="message">Why, and what to do about it.</param>
/// <param name="innerException">The cause, when there is one.</param>
internal sealed class StartException(string message, Exception? innerException = null) : Exception(message, innerException);
