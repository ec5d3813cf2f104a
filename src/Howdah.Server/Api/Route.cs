using System.Text.Json.Serialization.Metadata;

namespace Howdah.Server.Api;

/// <summary>A path of the API.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, with its parts in braces.</param>
/// <param name="Access">Who may call it.</param>
/// <param name="Summary">What it is for, in a line.</param>
/// <param name="Handler">Answers.</param>
internal sealed record Route(string Method, string Path, Access Access, string Summary, Func<Request, Task> Handler)
{
    /// <summary>What a request carries; null for nothing.</summary>
    public JsonTypeInfo? Body { get; init; }

    /// <summary>What is answered; null for nothing (204).</summary>
    public JsonTypeInfo? Answer { get; init; }

    /// <summary>Names that the query may have.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];

    /// <summary>True when the answer is any number of JSON lines.</summary>
    public bool IsStream { get; init; }

    /// <summary>True when a websocket is opened.</summary>
    public bool IsSocket { get; init; }
}
