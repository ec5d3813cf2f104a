using System.Text.Json.Serialization;

namespace Howdah.HookTools;

/// <summary>
/// What a hook command asks of the unit agent. On the socket each message is a 4-byte little-endian length and that many bytes of JSON.
/// </summary>
/// <param name="Context">Value of <c>JUJU_CONTEXT_ID</c>: which dispatch the command belongs to.</param>
/// <param name="Command">The hook command's name, <c>relation-get</c>.</param>
/// <param name="Args">Its arguments as they were given.</param>
internal sealed record HookRequest(string Context, string Command, IReadOnlyList<string> Args)
{
    /// <summary>Standard input, read only when an argument asks for it (<c>--file -</c>).</summary>
    public byte[]? Stdin { get; init; }

    /// <summary>Content of the files that arguments name, by the path as given: the agent cannot see the command's file system.</summary>
    public IReadOnlyDictionary<string, byte[]>? Files { get; init; }
}

/// <summary>The unit agent's answer.</summary>
/// <param name="ExitCode">Exit code of the hook command.</param>
/// <param name="Stdout">What it prints to standard output, or to the file of <c>--output</c>.</param>
/// <param name="Stderr">What it prints to standard error.</param>
internal sealed record HookResponse(int ExitCode, byte[] Stdout, byte[] Stderr)
{
    /// <summary>The file that gets <see cref="Stdout"/> instead; null for standard output.</summary>
    public string? OutputFile { get; init; }
}

/// <summary>What both sides of the hook protocol agree on.</summary>
internal static class HookProtocol
{
    /// <summary>Most bytes of a request.</summary>
    public const int MostBytes = 64 << 20;
}

/// <summary>JSON of the hook protocol.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HookRequest))]
[JsonSerializable(typeof(HookResponse))]
internal sealed partial class HookProtocolJson : JsonSerializerContext;
