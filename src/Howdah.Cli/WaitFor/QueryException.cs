namespace Howdah.Cli.WaitFor;

/// <summary>A query makes no sense.</summary>
/// <param name="message">What is wrong with it, and where.</param>
internal sealed class QueryException(string message) : Exception(message);
